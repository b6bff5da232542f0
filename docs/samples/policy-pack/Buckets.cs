namespace Sample.Policies;

internal static class Buckets
{
    public const string Type = "aws:s3/bucket:Bucket";
}
