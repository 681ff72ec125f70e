from django import forms

from dingnan_sw.lib.workbook import LIMITS

MEGABYTE = 1024 * 1024


class UploadForm(forms.Form):
    file = forms.FileField(
        label="工作簿文件",
        help_text=f"只收 .xlsx，不超过 {LIMITS.file // MEGABYTE} MB、每张表 {LIMITS.rows} 行；可以只含用到的表。",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
        error_messages={
            "required": "请先选择要上传的 .xlsx 文件。",
            "empty": "文件是空的（0 字节），请重新保存后上传。",
        },
    )

    def clean_file(self):  # type: ignore[no-untyped-def] # Django's own hook
        file = self.cleaned_data["file"]
        if file.size > LIMITS.file:
            raise forms.ValidationError(
                f"文件有 {file.size / MEGABYTE:.1f} MB，最多 {LIMITS.file // MEGABYTE} MB：请删去图片和无关的表，或分成几个文件。"
            )
        return file
