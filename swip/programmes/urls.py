from django.urls import path

from swip.programmes import views

app_name = "programmes"
urlpatterns = [
    path("", views.programmes, name="programmes"),
    path("drafts/", views.drafts, name="drafts"),
    path("drafts/<int:pk>/", views.draft, name="draft"),
    path("drafts/<int:pk>/differences/", views.differences, name="differences"),
    path("drafts/<int:pk>/publish/", views.publish, name="publish"),
    path("drafts/<int:pk>/discard/", views.discard, name="discard"),
    path("drafts/<int:pk>/stages/<slug:code>/", views.change_stage, name="change_stage"),
    path("drafts/<int:pk>/rules/<str:key>/", views.change_rule, name="change_rule"),
    path("drafts/<int:pk>/rules/<str:key>/drop/", views.drop_rule, name="drop_rule"),
    path("drafts/<int:pk>/rules/<str:key>/keep/", views.keep_rule, name="keep_rule"),
    path("<slug:code>/", views.programme, name="programme"),
    path("<slug:code>/name/", views.rename, name="rename"),
    path("<slug:code>/draft/", views.draft_from, name="draft_from"),
    path("<slug:code>/compare/", views.compare, name="compare"),
    path("<slug:code>/rules/<slug:version>/", views.rule_book, name="rule_book"),
    path("<slug:code>/rules/<slug:version>.csv", views.rule_book_csv, name="rule_book_csv"),
    path("<slug:code>/rules/<slug:version>.json", views.rule_book_json, name="rule_book_json"),
    path("<slug:code>/rules/<slug:version>/<str:key>/", views.rule, name="rule"),
]
