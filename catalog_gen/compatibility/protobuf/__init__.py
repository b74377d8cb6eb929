"""What two versions of a Protobuf message differ in."""
