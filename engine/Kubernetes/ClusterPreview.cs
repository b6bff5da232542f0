using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Configuration;
using Infra.Engine.Kubernetes.Operations;
using Infra.Engine.Kubernetes.Resources;
using Infra.Engine.Kubernetes.Volumes;
using Infra.Engine.Providers;
using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Infra.Engine.Kubernetes;

/// <summary>
/// Predicts the results of operations with server-side dry runs. A prediction is null if the inputs have unknowns or the cluster cannot
/// make one, because it is unreachable or lacks a kind, a namespace or a permission.
/// </summary>
internal sealed class ClusterPreview(ClusterLink cluster, ProviderSettings settings, IProviderLog log)
{
    /// <summary>Predicts the outputs of a creation.</summary>
    /// <exception cref="ResourceProviderException">The cluster would reject the object.</exception>
    public async Task<PropertyMap?> CreateAsync(CreateRequest request, JsonObject manifest, CancellationToken cancellationToken)
    {
        if (Unknowns.In(manifest) || !settings.EnableServerSideApply || settings.IsClusterUnknown)
        {
            return null;
        }

        try
        {
            var manager = FieldManagerNames.For(manifest, null, serverSideApply: true);
            var predicted = await cluster.Session.Creator.CreateAsync(
                ClusterRequests.ToCreation(settings, manifest, manager, dryRun: true),
                _ => { },
                cancellationToken
            );
            predicted.Remove("status");
            return ObjectState.Create(predicted, manifest, manifest.Text("apiVersion"), manager).ToOutputs(request.Inputs);
        }
        catch (Exception e)
            when (IsUnpredictable(e)
                || e is KubernetesApiException { IsAlreadyExists: true } or KubernetesApiException { IsNamespaceNotFound: true }
            )
        {
            WarnIfUnreachable(request.Urn, e);
            if (e is KubernetesApiException { IsAlreadyExists: true })
            {
                await CheckKeptClaimAsync(request.Urn, manifest, cancellationToken);
            }

            return null;
        }
        catch (Exception e) when (ProviderErrors.IsExpected(e))
        {
            throw ProviderErrors.Explain(e, "creating", manifest, request.Inputs, cluster.Origin);
        }
    }

    /// <summary>Predicts the outputs of an update.</summary>
    /// <exception cref="ResourceProviderException">The cluster would reject the update.</exception>
    public async Task<PropertyMap?> UpdateAsync(UpdateRequest request, ObjectState old, Change change, CancellationToken cancellationToken)
    {
        if (Unknowns.In(change.Manifest) || settings.IsClusterUnknown)
        {
            return null;
        }

        try
        {
            var session = cluster.Session;
            if (StatefulSetGrowth.IsRequired(change.OldLive, change.Manifest))
            {
                // The API server cannot predict a recreation.
                await session.Expansion.CheckAsync(
                    await session.Expansion.FindAsync(change.Manifest, cancellationToken),
                    cancellationToken
                );
                return null;
            }

            await CheckClaimAsync(session, change, cancellationToken);
            var predicted = await session.Updater.UpdateAsync(change, cancellationToken);
            return ObjectState.Create(predicted, change.Manifest, old.InitialApiVersion, change.FieldManager).ToOutputs(request.NewInputs);
        }
        catch (Exception e) when (IsUnpredictable(e))
        {
            WarnIfUnreachable(request.Urn, e);
            return null;
        }
        catch (Exception e) when (ProviderErrors.IsExpected(e))
        {
            throw ProviderErrors.Explain(e, "updating", old.Live, request.NewInputs, cluster.Origin);
        }
    }

    /// <summary>Checks that a claim that is to grow can grow.</summary>
    /// <exception cref="ResourceProviderException">It cannot.</exception>
    public static async Task CheckClaimAsync(ClusterSession session, Change change, CancellationToken cancellationToken)
    {
        if (
            change.Manifest.Type() == ClaimTemplates.Claim
            && SizeChange.Compare(change.OldLive, change.Manifest).FirstOrDefault(size => size.IsGrowth) is { } growth
        )
        {
            await session.Expansion.CheckAsync(change.OldLive, growth.To, cancellationToken);
        }
    }

    private async Task CheckKeptClaimAsync(Urn urn, JsonObject manifest, CancellationToken cancellationToken)
    {
        var claims = cluster.Session.KeptClaims;
        if (await claims.FindAsync(manifest, cancellationToken) is { } kept)
        {
            await claims.CheckAsync(kept, manifest, cancellationToken);
            log.Info(urn, $"takes over the claim {kept.DisplayName()} of an earlier deployment with its data");
        }
    }

    private static bool IsUnpredictable(Exception e) =>
        e is NoSuchTypeException or KubernetesApiException { IsForbidden: true } or KubernetesApiException { IsDryRunUnsupported: true }
        || ProviderErrors.MeansUnreachable(e);

    private void WarnIfUnreachable(Urn urn, Exception e)
    {
        if (ProviderErrors.MeansUnreachable(e) && cluster.IsFirstWarning())
        {
            var reason = e is KubernetesApiException ? $"the cluster does not accept the credentials of {cluster.Origin}" : e.Message;
            log.Warning(urn, $"{reason}; the preview shows the program's values only");
        }
    }
}
