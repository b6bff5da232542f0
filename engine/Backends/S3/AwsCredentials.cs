namespace Infra.Engine.Backends.S3;

/// <summary>A key that signs requests.</summary>
/// <param name="AccessKeyId">Names the key.</param>
/// <param name="SecretAccessKey">The key.</param>
/// <param name="SessionToken">Belongs to a temporary key; null for a permanent one.</param>
/// <param name="Source">Where the key was found, for messages.</param>
internal sealed record AwsCredentials(string AccessKeyId, string SecretAccessKey, string? SessionToken, string Source)
{
    /// <summary>When a temporary key that can be renewed becomes invalid; null for others.</summary>
    public DateTimeOffset? Expires { get; init; }

    // Records print their members, and a secret must not reach a log.
    public override string ToString() => $"{AccessKeyId} of {Source}";
}
