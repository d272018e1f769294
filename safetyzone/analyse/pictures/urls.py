app_name = "pictures"
urlpatterns: list = []
