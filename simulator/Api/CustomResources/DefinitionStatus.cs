using System.Text.Json.Nodes;
using Infra.Simulator.Api.Admission;
using Infra.Simulator.Api.CustomResources.Definitions;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.CustomResources;

/// <summary>The accepted names and the conditions of a definition, as Kubernetes' controllers set them.</summary>
internal static class DefinitionStatus
{
    private const string CleanupFinalizer = "customresourcecleanup.apiextensions.k8s.io";
    private const string Approval = "api-approved.kubernetes.io";

    /// <summary>Sets the status of a definition.</summary>
    /// <param name="definition">The definition; changed.</param>
    /// <param name="others">The other definitions of the group.</param>
    /// <param name="now">The time stamp of changed conditions.</param>
    /// <returns>Whether anything changed.</returns>
    public static bool Update(JsonObject definition, IEnumerable<KubeObject> others, string now)
    {
        var status = definition.GetOrAddObject("status");
        var before = status.DeepClone();
        var requested = definition.Map("spec", "names") ?? [];
        if (!JsonNode.DeepEquals(requested, status["acceptedNames"]))
        {
            AcceptNames(status, requested, others, now);
        }

        if (CommunityGroups.IsProtected(definition.Text("spec", "group") ?? ""))
        {
            SetApproval(definition, status, now);
        }

        return !JsonNode.DeepEquals(before, status);
    }

    /// <summary>Marks a definition for deletion.</summary>
    public static void SetTerminating(JsonObject definition, string now)
    {
        var metadata = definition.GetOrAddObject("metadata");
        metadata["deletionTimestamp"] = now;
        metadata.AddFinalizer(CleanupFinalizer);
        SetCondition(
            definition.GetOrAddObject("status"),
            "Terminating",
            true,
            "InstanceDeletionPending",
            "CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon",
            now
        );
    }

    /// <summary>Removes the finalizer by which a definition waits for the deletion of its objects.</summary>
    public static void RemoveCleanup(JsonObject definition)
    {
        var metadata = definition.GetOrAddObject("metadata");
        var rest = (metadata.Array("finalizers") ?? []).Select(item => item?.ToString()).Where(name => name != CleanupFinalizer).ToList();
        metadata["finalizers"] = new JsonArray([.. rest.Select(name => JsonValue.Create(name))]);
    }

    private static void AcceptNames(JsonObject status, JsonObject requested, IEnumerable<KubeObject> others, string now)
    {
        var (resources, kinds) = GetUsedNames(others);
        var accepted = status.Map("acceptedNames") ?? [];
        var names = new JsonObject();
        (string Reason, string Message)? conflict = null;
        foreach (
            var (field, reason, used) in (ReadOnlySpan<(string, string, HashSet<string>)>)
                [("plural", "PluralConflict", resources), ("singular", "SingularConflict", resources)]
        )
        {
            Accept(field, reason, used);
        }

        AcceptShortNames();
        foreach (var (field, reason) in (ReadOnlySpan<(string, string)>)[("kind", "KindConflict"), ("listKind", "ListKindConflict")])
        {
            Accept(field, reason, kinds);
        }

        Copy(requested, "categories");
        status["acceptedNames"] = names;
        var isAccepted = conflict is null;
        var (why, text) = conflict ?? ("NoConflicts", "no conflicts found");
        SetCondition(status, "NamesAccepted", isAccepted, why, text, now);
        if (isAccepted && !status.HasCondition("Established"))
        {
            SetCondition(status, "Established", true, "InitialNamesAccepted", "the initial names have been accepted", now);
        }
        else if (!status.Objects("conditions").Any(condition => condition.Text("type") == "Established"))
        {
            SetCondition(status, "Established", false, "NotAccepted", "not all names are accepted", now);
        }

        void Accept(string field, string reason, HashSet<string> used)
        {
            var (wanted, present) = (requested.Text(field) ?? "", accepted.Text(field) ?? "");
            if (wanted != present && used.Contains(wanted))
            {
                conflict = (reason, $"\"{wanted}\" is already in use");
                Copy(accepted, field);
            }
            else
            {
                Copy(requested, field);
            }
        }

        void AcceptShortNames()
        {
            var mine = GetTexts(accepted, "shortNames").ToHashSet();
            var taken = GetTexts(requested, "shortNames").Where(name => !mine.Contains(name) && resources.Contains(name)).ToList();
            if (taken.Count == 0)
            {
                Copy(requested, "shortNames");
                return;
            }

            var messages = taken.Select(name => $"\"{name}\" is already in use").ToList();
            conflict = ("ShortNamesConflict", messages.Count == 1 ? messages[0] : $"[{string.Join(", ", messages)}]");
            Copy(accepted, "shortNames");
        }

        void Copy(JsonObject source, string field)
        {
            if (source[field] is { } value)
            {
                names[field] = value.DeepClone();
            }
        }
    }

    private static (HashSet<string> Resources, HashSet<string> Kinds) GetUsedNames(IEnumerable<KubeObject> others)
    {
        var (resources, kinds) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var accepted in others.Select(other => other.Status.Map("acceptedNames") ?? []))
        {
            resources.UnionWith([accepted.Text("plural") ?? "", accepted.Text("singular") ?? "", .. GetTexts(accepted, "shortNames")]);
            kinds.UnionWith([accepted.Text("kind") ?? "", accepted.Text("listKind") ?? ""]);
        }
        return (resources, kinds);
    }

    private static IEnumerable<string> GetTexts(JsonObject json, string field) =>
        (json.Array(field) ?? []).Select(item => item?.ToString() ?? "");

    private static void SetApproval(JsonObject definition, JsonObject status, string now)
    {
        var approval = definition.TextMap("metadata", "annotations").GetValueOrDefault(Approval, "");
        var isBypassed = approval.StartsWith("unapproved", StringComparison.Ordinal);
        SetCondition(
            status,
            "KubernetesAPIApprovalPolicyConformant",
            !isBypassed,
            isBypassed ? "UnapprovedAnnotation" : "ApprovedAnnotation",
            isBypassed ? $"not approved: \"{approval}\"" : $"approved in {approval}",
            now
        );
    }

    private static void SetCondition(JsonObject status, string type, bool isTrue, string reason, string message, string now)
    {
        if (status.Array("conditions") is not { } conditions)
        {
            status["conditions"] = conditions = [];
        }

        var present = conditions.OfType<JsonObject>().FirstOrDefault(condition => condition.Text("type") == type);
        var value = isTrue ? "True" : "False";
        if (present is null)
        {
            present = new JsonObject
            {
                ["type"] = type,
                ["status"] = value,
                ["lastTransitionTime"] = now,
            };
            conditions.Add(present);
        }
        else if (present.Text("status") != value)
        {
            present["status"] = value;
            present["lastTransitionTime"] = now;
        }

        present["reason"] = reason;
        present["message"] = message;
    }
}
