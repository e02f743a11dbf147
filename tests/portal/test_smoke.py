import pytest
from portal.accounts.models import User

@pytest.mark.django_db
def test_x():
    User.objects.create_user("A@b.example")
    assert User.objects.get_by_natural_key("a@B.example")
