using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Configuration;
using Infra.Engine.Kubernetes.Operations;
using Infra.Engine.Kubernetes.Resources;
using Infra.Engine.Providers;
using Infra.Engine.Resources;

namespace Infra.Engine.Kubernetes;

/// <summary>Translates the engine's requests to those of the operations on a cluster.</summary>
internal static class ClusterRequests
{
    public static Creation ToCreation(ProviderSettings settings, JsonObject manifest, string manager, bool dryRun) =>
        new()
        {
            Manifest = manifest,
            FieldManager = manager,
            Upsert = settings.UpsertExistingObjects && settings.EnableServerSideApply,
            Force = dryRun || settings.EnablePatchForce || Annotations.IsTrue(manifest, Annotations.PatchForce),
            DryRun = dryRun,
        };

    public static Change ToChange(ProviderSettings settings, UpdateRequest request, ObjectState old, JsonObject manifest) =>
        new()
        {
            OldInputs = old.Inputs,
            OldLive = old.Live,
            Manifest = manifest,
            FieldManager = FieldManagerNames.For(manifest, old.FieldManager, settings.EnableServerSideApply),
            ServerSideApply = settings.EnableServerSideApply,
            Force = settings.EnablePatchForce || Annotations.IsTrue(manifest, Annotations.PatchForce),
            IgnoreChanges = IgnoredPaths.Parse(request.IgnoreChanges),
            DryRun = request.Preview,
        };

    /// <summary>
    /// Creates the identity of an existing object: its kind from inputs, state or type token, its name and namespace from the id.
    /// </summary>
    public static JsonObject Identify(JsonObject live, JsonObject inputs, string id, Urn urn)
    {
        var identity = live.Copy();
        var type = TypeTokens.Parse(urn.Type);
        identity["apiVersion"] = inputs.Text("apiVersion") ?? live.Text("apiVersion") ?? type?.ApiVersion;
        identity["kind"] = inputs.Text("kind") ?? live.Text("kind") ?? type?.Kind;
        var slash = id.IndexOf('/', StringComparison.Ordinal);
        if (id.Length > 0)
        {
            identity.SetMetadata("name", id[(slash + 1)..]);
            identity.SetMetadata("namespace", slash < 0 ? "" : id[..slash]);
        }

        return identity;
    }
}
