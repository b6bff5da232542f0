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
    /// <summary>Creates the request for a new resource.</summary>
    /// <param name="settings">The provider's settings.</param>
    /// <param name="request">The engine's request.</param>
    /// <param name="manifest">The inputs as a manifest.</param>
    /// <param name="manager">The field manager of later applies.</param>
    public static Creation ToCreation(ProviderSettings settings, CreateRequest request, JsonObject manifest, string manager) =>
        new()
        {
            Manifest = manifest,
            FieldManager = manager,

            // A preview cannot apply to the object that the update deletes first.
            Upsert =
                settings.EnableServerSideApply
                && !(request.Preview && request.FollowsDeletion)
                && (settings.UpsertExistingObjects || TypeTokens.IsPatch(request.Urn.Type, manifest.Text("kind"))),
            Force = settings.EnablePatchForce || Annotations.IsTrue(manifest, Annotations.PatchForce),
            DryRun = request.Preview,
        };

    public static Change ToChange(ProviderSettings settings, UpdateRequest request, ObjectState old, JsonObject manifest) =>
        new()
        {
            OldInputs = old.Inputs,
            OldLive = old.Live,
            Manifest = manifest,
            FieldManager = FieldManagerNames.For(manifest, old.FieldManager, settings.EnableServerSideApply),
            ServerSideApply = settings.EnableServerSideApply,
            IsPartial = TypeTokens.IsPatch(request.Urn.Type, manifest.Text("kind")),
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

    /// <summary>Copies kind, name and namespace to inputs that have none, as those of an object which was only read.</summary>
    public static void CopyIdentity(JsonObject identity, JsonObject inputs)
    {
        inputs["apiVersion"] = identity.Text("apiVersion");
        inputs["kind"] = identity.Text("kind");
        inputs.SetMetadata("name", identity.Name());
        if (identity.Namespace() is { Length: > 0 } space)
        {
            inputs.SetMetadata("namespace", space);
        }
    }
}
