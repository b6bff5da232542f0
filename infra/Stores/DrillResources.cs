using Infra.Backend.Planning;
using Infra.Backend.Planning.Stores;
using Infra.Backend.Settings;
using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;

namespace Infra.Backend.Stores;

/// <summary>
/// What drills need in their namespace: drawn credentials of buckets, the addresses of claims, and what operators read. Secrets of others
/// are not read, so their owners provide them there.
/// </summary>
internal static class DrillResources
{
    /// <summary>Creates it.</summary>
    /// <param name="drills">The drills.</param>
    /// <param name="sources">The credentials and addresses of the services' namespace.</param>
    /// <param name="targetNamespace">The namespace of the drills, known once it exists.</param>
    /// <param name="provider">The provider of the cluster.</param>
    public static void Create(DrillPlan drills, StoreSources sources, Output<string> targetNamespace, ProviderResource provider)
    {
        foreach (var bucket in drills.Buckets)
        {
            var metadata = new StoreMetadata(bucket, drills.System, targetNamespace);
            foreach (var credential in bucket.Credentials.Where(credential => sources.Secrets.ContainsKey(credential.Secret)))
            {
                Copy(sources.Secrets[credential.Secret], credential.Secret, metadata, provider);
            }

            if (
                bucket.NeedsAwsSecret
                && drills.Trials.Any(trial => trial.Backup!.Target == bucket.Name && trial.Trial!.Restoration is not null)
            )
            {
                StoreSecret.CreateForAws(sources.Secrets[bucket.Credentials[0].Secret], bucket, metadata, provider);
            }

            if (bucket.Form == StoreForm.Operator)
            {
                CopyAddress(bucket, sources, metadata, provider);
            }
            else if (ExternalCredentials.Find(bucket.Settings, bucket.Form) is { Store.Kind: SecretStoreKind.ClusterSecretStore })
            {
                StoreObjects.Create(bucket, metadata, provider, [], sources.Buckets, (_, _) => []);
            }
        }

        foreach (var trial in drills.Trials)
        {
            var metadata = new StoreMetadata(trial, drills.System, targetNamespace);
            StoreNetworkPolicy.Create(trial, drills.System, metadata, provider);
            StoreObjects.Create(trial, metadata, provider, [], sources.Buckets, (_, _) => []);
        }
    }

    private static void Copy(Secret secret, string name, StoreMetadata metadata, ProviderResource provider) =>
        _ = new Secret(
            metadata.ResourceName(name),
            new SecretArgs
            {
                Metadata = metadata.Create(name),
                Type = "Opaque",
                Data = secret.Data,
            },
            new CustomResourceOptions { Provider = provider }
        );

    private static void CopyAddress(StorePlan bucket, StoreSources sources, StoreMetadata metadata, ProviderResource provider) =>
        _ = new ConfigMap(
            metadata.ResourceName(bucket.Name),
            new ConfigMapArgs { Metadata = metadata.Create(bucket.Name), Data = sources.Buckets.Read(bucket.Name) },
            new CustomResourceOptions { Provider = provider }
        );
}
