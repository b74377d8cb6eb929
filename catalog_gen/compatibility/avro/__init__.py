"""What two versions of an Avro schema differ in."""
