from django.urls import path, re_path

from swip.api.case import views as case

app_name = "api"
urlpatterns = [
    path("v1p1/discovery/imscasev1p1_openapi3_v1p0.json", case.discovery, name="case_discovery"),
    re_path(r"^(?P<version>v1p[01])/CFDocuments$", case.documents, name="case_documents"),
    re_path(r"^(?P<version>v1p[01])/(?P<what>CF\w+)/(?P<identifier>[^/]+)$", case.one, name="case_one"),
]
