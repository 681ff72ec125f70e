"""报送: what units say of their people and posts; nothing of it counts until the bureau has approved it."""
