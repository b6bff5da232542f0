using Infra.PolicyPacks;
using Infra.Protocol.Values;

namespace Sample.Policies;

/// <summary>A remediation: at the level "remediate" it adds what is missing.</summary>
internal sealed class EncryptedBuckets()
    : ResourcePolicy(
        new()
        {
            Name = "encrypted-buckets",
            Description = "Buckets are encrypted.",
            RemediationSteps = "Set serverSideEncryption.algorithm.",
        }
    ),
        IRemediation
{
    private static readonly string[] Algorithm = ["serverSideEncryption", "algorithm"];

    public override void Validate(PolicyResource resource, PolicyContext context)
    {
        if (resource.Type == Buckets.Type && resource.Root["serverSideEncryption"]["algorithm"] is { Exists: false } missing)
        {
            context.Report(missing, "the bucket is not encrypted");
        }
    }

    public PropertyMap Remediate(PolicyResource resource, PolicyContext context) =>
        resource.Type == Buckets.Type ? resource.Properties.Update(Algorithm, present => present ?? "AES256") : resource.Properties;
}
