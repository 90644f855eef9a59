import pytest
from django.db import connection
@pytest.mark.django_db
def test_one():
    with connection.cursor() as c:
        c.execute("select count(*) from django_migrations"); print(c.fetchall(), connection.settings_dict["NAME"])
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("n",range(5))
def test_two(n):
    with connection.cursor() as c:
        c.execute("select count(*) from django_migrations"); print(c.fetchall())
