"""The least a Django project can be that books a time: the measure beside the portal's booking."""
