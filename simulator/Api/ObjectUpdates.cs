using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api;

/// <summary>What a request may change, by kind and subresource; the rest stays as it was.</summary>
internal static class ObjectUpdates
{
    private static readonly string[] _fixedMetadata =
        ["uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink", "generateName"];

    /// <summary>Whether <c>metadata.generation</c> counts the changes of what is wanted.</summary>
    public static bool HasGeneration(ResourceKind kind) => kind.Custom is not null || (kind.Group, kind.Plural) switch
    {
        ("", "pods" or "replicationcontrollers") => true,
        ("apps", not "controllerrevisions") => true,
        ("batch" or "policy" or "networking.k8s.io" or "discovery.k8s.io" or "admissionregistration.k8s.io" or "flowcontrol.apiserver.k8s.io"
            or "apiextensions.k8s.io", _) => true,
        _ => false,
    };

    /// <summary>Puts back what <paramref name="subresource"/> does not write, and counts the generation.</summary>
    public static void Prepare(ResourceKind kind, KubeObject current, JsonObject body, string subresource)
    {
        if (subresource == "status")
            KeepAllButStatus(current, body);
        else if (subresource.Length == 0 && kind.HasSubresource("status"))
            Keep(current, body, "status");
        var metadata = body.GetOrAddObject("metadata");
        foreach (var field in _fixedMetadata)
        {
            if (current.Metadata[field] is { } value)
                metadata[field] = value.DeepClone();
            else if (field != "generateName")
                metadata.Remove(field);
        }
        if (!HasGeneration(kind))
            return;
        metadata["generation"] = current.Generation + (IsWantedOtherwise(kind, current, body) ? 1 : 0);
    }

    /// <summary>A new object's status is the server's to write: only what is always written stays.</summary>
    public static void ResetStatus(ResourceKind kind, JsonObject body, KubernetesSchema schema)
    {
        body.Remove("status");
        if (kind.Custom is null && schema.Type(kind.Definition).Field("status") is { IsAlwaysWritten: true } status)
            body["status"] = Decoding.ZeroValues.Of(status.Type);
    }

    private static void KeepAllButStatus(KubeObject current, JsonObject body)
    {
        var status = body["status"];
        body.Remove("status");
        var managed = body.Map("metadata")?["managedFields"]?.DeepClone();
        body.Clear();
        foreach (var (key, value) in current.Body)
            body[key] = key == "status" ? status : value?.DeepClone();
        if (status is not null && !body.ContainsKey("status"))
            body["status"] = status;
        if (managed is not null)
            body.Map("metadata")!["managedFields"] = managed;
    }

    private static void Keep(KubeObject current, JsonObject body, string field)
    {
        body.Remove(field);
        if (current.Body[field] is { } value)
            body[field] = value.DeepClone();
    }

    /// <summary>Kinds without a spec count every change of what they hold; the others only changes of the spec.</summary>
    private static bool IsWantedOtherwise(ResourceKind kind, KubeObject current, JsonObject body)
    {
        if (kind.Custom is null && (current.Body.ContainsKey("spec") || body.ContainsKey("spec")))
            return !JsonNode.DeepEquals(current.Body["spec"], body["spec"]);
        return current.Body.Concat(body).Select(entry => entry.Key).Distinct()
            .Any(key => key is not ("metadata" or "status") && !JsonNode.DeepEquals(current.Body[key], body[key]));
    }
}
