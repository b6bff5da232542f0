using System.Text.Json.Nodes;
using Infra.Simulator.Api.Fields;
using Infra.Simulator.Api.Preparation;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api;

/// <summary>The fields that a request may change, by kind and subresource.</summary>
internal static class ObjectUpdates
{
    private static readonly string[] _fixedMetadata = ["creationTimestamp", "selfLink", "generation", "name", "namespace"];

    // Updates may leave these out, and may not change them.
    private static readonly string[] _immutableMetadata = ["uid", "deletionTimestamp", "deletionGracePeriodSeconds"];

    private static readonly FieldSet _status = FieldSet.FromJson(new JsonObject { ["f:status"] = new JsonObject() });
    private static readonly FieldSet _nothing = new();

    /// <summary>Whether the kind has <c>metadata.generation</c>.</summary>
    public static bool HasGeneration(ResourceKind kind) =>
        kind.Custom is not null
        || (kind.Group, kind.Plural) switch
        {
            ("", "pods" or "podtemplates" or "replicationcontrollers") => true,
            ("apps", not "controllerrevisions") => true,
            (
                "batch"
                    or "policy"
                    or "networking.k8s.io"
                    or "discovery.k8s.io"
                    or "admissionregistration.k8s.io"
                    or "flowcontrol.apiserver.k8s.io"
                    or "apiextensions.k8s.io"
                    or "scheduling.k8s.io",
                not ("servicecidrs" or "ipaddresses")
            ) => true,
            ("resource.k8s.io", "deviceclasses" or "resourceslices") => true,
            _ => false,
        };

    /// <summary>Returns the fields that a request does not write. Their managers do not change.</summary>
    public static FieldSet GetIgnoredFields(ResourceKind kind, string subresource) =>
        subresource switch
        {
            "" or "status" or "approval" when kind.Resource == GroupResource.CertificateSigningRequests =>
                StatusMetadata.GetIgnoredFieldsOfCertificates(subresource),
            "status" => StatusMetadata.GetIgnoredFields(kind),
            "" when kind.HasSubresource("status") => _status,
            "finalize" => _status,
            _ => _nothing,
        };

    /// <summary>Sets the namespace of a new object, or removes it from an object of a cluster-scoped kind.</summary>
    public static void SetNamespace(ResourceKind kind, JsonObject metadata, string inNamespace)
    {
        if (kind.Namespaced)
        {
            metadata["namespace"] = inNamespace;
        }
        else
        {
            metadata.Remove("namespace");
        }
    }

    /// <summary>Sets the metadata and the empty status of a new object.</summary>
    public static void PrepareNew(ResourceKind kind, JsonObject body, KindSchemas schemas, IdentitySource identities, string now)
    {
        var metadata = body.GetOrAddObject("metadata");
        foreach (var field in (ReadOnlySpan<string>)["deletionTimestamp", "deletionGracePeriodSeconds", "selfLink", "resourceVersion"])
        {
            metadata.Remove(field);
        }

        if (metadata.Text("name") is null or "" && metadata.Text("generateName") is { Length: > 0 } prefix)
        {
            metadata["name"] = prefix + identities.NewSuffix();
        }

        metadata["uid"] = identities.NewUid();
        metadata["creationTimestamp"] = now;
        if (HasGeneration(kind))
        {
            metadata["generation"] = 1L;
        }

        // A node may be created with its status.
        if (!kind.HasSubresource("status") || (kind.Resource == GroupResource.Nodes && body["status"] is not null))
        {
            return;
        }

        body.Remove("status");
        if (kind.Custom is null && schemas.Get(kind).FindField("status") is { IsAlwaysWritten: true } status)
        {
            body["status"] = Decoding.ZeroValues.Get(status.Type);
        }
    }

    /// <summary>Restores the fields that <paramref name="subresource"/> does not write.</summary>
    public static void RestoreFixedFields(ResourceKind kind, JsonObject live, JsonObject body, string subresource)
    {
        if (subresource == "status")
        {
            KeepAllButStatus(kind, live, body);
        }
        else if (subresource is "ephemeralcontainers" or "resize" && kind.Resource == GroupResource.Pods)
        {
            PodSubresources.KeepOthers(live, body, subresource);
        }
        else if (subresource.Length == 0 && kind.HasSubresource("status"))
        {
            Keep(live, body, "status");
        }

        var (metadata, liveMetadata) = (body.GetOrAddObject("metadata"), live.Map("metadata") ?? []);
        foreach (var field in _fixedMetadata)
        {
            Keep(liveMetadata, metadata, field);
        }

        foreach (var field in _immutableMetadata)
        {
            var isGiven =
                field == "uid" ? metadata.Text(field) is { Length: > 0 } : metadata[field] is not null && liveMetadata[field] is null;
            if (!isGiven)
            {
                Keep(liveMetadata, metadata, field);
            }
        }
    }

    /// <summary>Increments the generation if the desired state changes.</summary>
    public static void UpdateGeneration(ResourceKind kind, KubeObject current, JsonObject body, string subresource)
    {
        if (subresource is "status" or "binding" || kind.Group == "scheduling.k8s.io")
        {
            return;
        }

        if (HasGeneration(kind) ? ChangesDesiredState(kind, current, body) : CountsSomeChanges(kind, current, body))
        {
            body.GetOrAddObject("metadata")["generation"] = current.Generation + 1;
        }
    }

    /// <summary>Whether a field changes that counts in a kind without an initial generation.</summary>
    private static bool CountsSomeChanges(ResourceKind kind, KubeObject current, JsonObject body) =>
        (kind.Group, kind.Plural) == ("storage.k8s.io", "csidrivers")
        && new[] { "tokenRequests", "requiresRepublish", "seLinuxMount", "nodeAllocatableUpdatePeriodSeconds" }.Any(field =>
            !JsonNode.DeepEquals(current.Spec[field], body.Map("spec")?[field])
        );

    private static void KeepAllButStatus(ResourceKind kind, JsonObject live, JsonObject body)
    {
        var status = body["status"];
        var given = body.Map("metadata") ?? [];
        var written = (string[])["managedFields", "resourceVersion", .. StatusMetadata.GetWritten(kind)];
        body.Clear();
        foreach (var (key, value) in live)
        {
            body[key] =
                key == "status" ? status
                : key == "metadata" && value is JsonObject fields ? CopyWithout(fields, written)
                : value?.DeepClone();
        }

        if (status is not null && !body.ContainsKey("status"))
        {
            body["status"] = status;
        }

        var metadata = body.GetOrAddObject("metadata");
        foreach (var field in written)
        {
            var value = given[field];
            given.Remove(field);
            Set(metadata, field, value);
        }

        // These kinds take the labels of their template if they have none, whenever they are read.
        if (
            (kind.Resource == GroupResource.Jobs || kind.Resource == GroupResource.ReplicationControllers)
            && metadata.Map("labels") is null or { Count: 0 }
        )
        {
            Set(metadata, "labels", body.Map("spec", "template", "metadata", "labels")?.DeepClone());
        }
    }

    private static JsonObject CopyWithout(JsonObject json, string[] left)
    {
        var copy = new JsonObject();
        foreach (var (key, value) in json)
        {
            if (!left.Contains(key))
            {
                copy[key] = value?.DeepClone();
            }
        }

        return copy;
    }

    private static void Set(JsonObject container, string field, JsonNode? value)
    {
        container.Remove(field);
        if (value is not null)
        {
            container[field] = value;
        }
    }

    private static void Keep(JsonObject live, JsonObject body, string field) => Set(body, field, live[field]?.DeepClone());

    /// <summary>Whether the spec changes; for custom resources and kinds without a spec, anything except metadata and status.</summary>
    private static bool ChangesDesiredState(ResourceKind kind, KubeObject current, JsonObject body)
    {
        if (kind.Custom is null && (current.Body.ContainsKey("spec") || body.ContainsKey("spec")))
        {
            return !JsonNode.DeepEquals(current.Body["spec"], body["spec"]);
        }

        return current
            .Body.Concat(body)
            .Select(entry => entry.Key)
            .Distinct()
            .Any(key => key is not ("metadata" or "status") && !JsonNode.DeepEquals(current.Body[key], body[key]));
    }
}
