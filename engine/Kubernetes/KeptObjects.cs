using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Operations;
using Infra.Engine.Kubernetes.Ownership;
using Infra.Engine.Kubernetes.Resources;
using Infra.Engine.Kubernetes.Volumes;
using Infra.Engine.Providers;
using Infra.Engine.Resources;

namespace Infra.Engine.Kubernetes;

/// <summary>Creates objects, and takes over those with data that earlier deployments of the stack have left in the cluster.</summary>
internal sealed class KeptObjects(ClusterSession session, IProviderLog log)
{
    private readonly KeptSecrets _secrets = new(session.Api);

    /// <summary>Creates an object, or takes over the one that exists.</summary>
    /// <returns>The live object, and the manifest that it has been created with.</returns>
    /// <exception cref="ResourceProviderException">An object exists and cannot be taken over.</exception>
    public async Task<(JsonObject Live, JsonObject Manifest)> CreateAsync(
        Urn urn,
        Creation creation,
        IgnoredPaths ignored,
        CancellationToken cancellationToken
    )
    {
        if (creation.Upsert && await FindSecretAsync(urn, creation.Manifest, ignored, cancellationToken) is { } known)
        {
            return await ApplyAsync(urn, creation with { Manifest = known }, cancellationToken);
        }

        try
        {
            return (await session.Creator.CreateAsync(creation, reason => log.Status(urn, reason), cancellationToken), creation.Manifest);
        }
        catch (KubernetesApiException e) when (e.IsAlreadyExists)
        {
            if (await FindSecretAsync(urn, creation.Manifest, ignored, cancellationToken) is { } manifest)
            {
                return await ApplyAsync(urn, creation with { Manifest = manifest }, cancellationToken);
            }

            if (!await FindClaimAsync(urn, creation.Manifest, cancellationToken))
            {
                throw;
            }

            return await ApplyAsync(urn, creation, cancellationToken);
        }
    }

    /// <summary>Whether a creation will take over an object that exists.</summary>
    /// <exception cref="ResourceProviderException">An object exists and cannot be taken over.</exception>
    public async Task<bool> ExpectAsync(Urn urn, JsonObject manifest, IgnoredPaths ignored, CancellationToken cancellationToken) =>
        await FindSecretAsync(urn, manifest, ignored, cancellationToken) is not null
        || await FindClaimAsync(urn, manifest, cancellationToken);

    private async Task<(JsonObject Live, JsonObject Manifest)> ApplyAsync(
        Urn urn,
        Creation creation,
        CancellationToken cancellationToken
    ) =>
        (
            await session.Creator.CreateAsync(
                creation with
                {
                    Upsert = true,
                    Force = true,
                },
                reason => log.Status(urn, reason),
                cancellationToken
            ),
            creation.Manifest
        );

    /// <summary>Finds the stack's own Secret, and creates a manifest that keeps its values.</summary>
    private async Task<JsonObject?> FindSecretAsync(Urn urn, JsonObject manifest, IgnoredPaths ignored, CancellationToken cancellationToken)
    {
        if (await _secrets.FindAsync(manifest, ignored, cancellationToken) is not { } kept)
        {
            return null;
        }

        log.Info(urn, $"takes over the Secret {kept.DisplayName()} of an earlier deployment with its password");
        var merged = manifest.Copy();
        IgnoredFields.KeepLive(ignored.Below(KeptSecrets.Data), merged, kept);
        return merged;
    }

    private async Task<bool> FindClaimAsync(Urn urn, JsonObject manifest, CancellationToken cancellationToken)
    {
        if (await session.KeptClaims.FindAsync(manifest, cancellationToken) is not { } kept)
        {
            return false;
        }

        await session.KeptClaims.CheckAsync(kept, manifest, cancellationToken);
        log.Info(urn, $"takes over the claim {kept.DisplayName()} of an earlier deployment with its data");
        return true;
    }
}
