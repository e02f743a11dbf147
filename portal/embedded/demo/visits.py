"""Home visits of the demonstration: addresses, ways, and one that is on today."""

from counselling.addresses import Address

HOME = Address("Birkevej 17", "4621", "Skovby")
