from django.urls import path

from incentives import places, views

urlpatterns = [
    path("", views.home, name="home"),
    path("people/<int:pk>/", views.person, name="person"),
    path("people/<int:pk>/held/", views.person_held, name="person-held"),
    path("people/<int:pk>/reveal/", views.person_reveal, name="person-reveal"),
    path("units/<int:pk>/", places.unit, name="unit"),
    path("communities/<int:pk>/", places.community, name="community"),
    path("bonuses/", views.bonuses, name="bonuses"),
    path("bonuses/<int:pk>/", views.bonus, name="bonus"),
    path("bonuses/<int:pk>/sheet/<str:kind>/", views.bonus_sheet, name="bonus-sheet"),
    path("allowances/", views.allowances, name="allowances"),
    path("allowances/<str:month>/<int:pk>/", views.allowance, name="allowance"),
    path("allowances/<int:year>/<int:pk>/sheet/<str:kind>/", views.allowance_sheet, name="allowance-sheet"),
    path("coverage/", views.coverage, name="coverage"),
    path("preference/", views.preference, name="preference"),
    path("papers/<str:sheet>/<str:kind>/", views.paper, name="paper"),
    path("policy/", views.policy, name="policy"),
    path("policy/load/", views.policy_load, name="policy-load"),
]
