from .models import OrderPlaced

__all__ = ["OrderPlaced"]
