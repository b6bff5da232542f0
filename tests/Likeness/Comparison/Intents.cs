using System.Text.Json.Nodes;

namespace Likeness.Comparison;

/// <summary>
/// The differences by intent, which <c>engine/DIFFERENCES.md</c> explains under the same names. They do not count as misses; those that
/// occur are recorded, because one that never occurs does not belong into the list.
/// </summary>
internal sealed class Intents
{
    private const string Wording = "wording";
    private const string AbsenceNotice = "absence-notice";
    private const string DefinitionCheck = "definition-check";
    private const string BackgroundDeletion = "background-deletion";
    private const string NoEmptyPatch = "no-empty-patch";
    private const string OnceOnly = "once-only";
    private const string OwnershipPrecondition = "ownership-precondition";
    private const string PendingSince = "pending-since";
    private const string UidPrecondition = "uid-precondition";
    private const string PreviewOfOwnership = "preview-of-ownership";
    private const string PreviewOfCreation = "preview-of-creation";
    private const string PreviewWithoutForce = "preview-without-force";
    private const string PreviewWithoutCluster = "preview-without-cluster";

    /// <summary>The name of the difference that a preview tells what the update does, where the recorded one does not.</summary>
    public const string PreviewOfOutcome = "preview-of-outcome";

    private static readonly HashSet<string> KindsWithoutDependents =
    [
        "configmaps",
        "secrets",
        "serviceaccounts",
        "limitranges",
        "resourcequotas",
        "roles",
        "rolebindings",
        "clusterroles",
        "clusterrolebindings",
        "networkpolicies",
        "poddisruptionbudgets",
        "horizontalpodautoscalers",
        "priorityclasses",
        "storageclasses",
    ];

    private readonly SortedSet<string> _occurred = new(StringComparer.Ordinal);

    /// <summary>The names of all differences by intent.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        AbsenceNotice,
        BackgroundDeletion,
        DefinitionCheck,
        NoEmptyPatch,
        OnceOnly,
        OwnershipPrecondition,
        PendingSince,
        PreviewOfCreation,
        PreviewOfOutcome,
        PreviewOfOwnership,
        PreviewWithoutCluster,
        PreviewWithoutForce,
        UidPrecondition,
        Wording,
    ];

    /// <summary>The names of those that occurred.</summary>
    public IReadOnlyCollection<string> Occurred => _occurred;

    /// <summary>Records a difference that concerns a step as a whole.</summary>
    public void Record(string name) => _occurred.Add(name);

    /// <summary>Whether a write only asks for its result.</summary>
    public static bool IsDryRun(JsonObject write) => write["query"]?["dryRun"] is not null;

    /// <summary>Whether two items differ by intent only.</summary>
    public bool Covers(Rule rule, JsonObject expected, JsonObject actual, Bindings bindings)
    {
        var used = new HashSet<string>();
        if (rule == Rule.Writes && WithoutVersionTest(actual) is { } patch)
        {
            used.Add(OwnershipPrecondition);
            actual = patch;
        }

        var differences = JsonMatch.Compare(expected, actual, bindings, difference =>
        {
            var name = Find(rule, expected, difference);
            return name is not null && (used.Add(name) || true);
        });
        if (differences.Count > 0)
        {
            return false;
        }

        _occurred.UnionWith(used);
        return true;
    }

    /// <summary>Whether this engine does something by intent that the recorded one does not.</summary>
    public bool CoversExtra(Rule rule, JsonObject actual)
    {
        var name = rule switch
        {
            Rule.Diagnostics
                when (string?)actual["severity"] == "warning"
                    && ((string)actual["message"]!).Contains("the preview shows the program's values only", StringComparison.Ordinal) =>
                PreviewWithoutCluster,
            Rule.Writes when IsDryRun(actual) && (string?)actual["contentType"] == "application/merge-patch+json" => PreviewOfOwnership,
            Rule.Writes when IsDryRun(actual) && (string?)actual["verb"] is "create" or "apply" && (int?)actual["status"] is < 300 or 409 =>
                PreviewOfCreation,
            Rule.Diagnostics
                when (string?)actual["severity"] == "warning"
                    && ((string)actual["message"]!).Contains(
                        "does not exist any more: it was deleted outside of this stack",
                        StringComparison.Ordinal
                    ) => AbsenceNotice,
            _ => null,
        };
        if (name is not null)
        {
            _occurred.Add(name);
        }

        return name is not null;
    }

    /// <summary>Whether the recorded engine does something that this one leaves out by intent.</summary>
    /// <param name="rule">The rule that compares it.</param>
    /// <param name="expected">What is left out.</param>
    /// <param name="actual">All that this engine did.</param>
    public bool CoversMissing(Rule rule, JsonObject expected, IEnumerable<JsonObject> actual)
    {
        var name = rule switch
        {
            Rule.Writes when (string?)expected["verb"] == "patch" && expected["body"] is null => NoEmptyPatch,
            Rule.Writes when IsDryRun(expected) && actual.Any(write => IsDryRun(write) && Defines(write, expected)) => DefinitionCheck,
            Rule.Diagnostics
                when (string?)expected["severity"] is "warning" or "info"
                    && expected["urn"] is { } urn
                    && actual.Any(said => (string?)said["urn"] == (string?)urn && IsAsSevere(said, expected)) => OnceOnly,
            _ => null,
        };
        if (name is not null)
        {
            _occurred.Add(name);
        }

        return name is not null;
    }

    /// <summary>A patch of ownership without the operation that ties it to the version that was read; null for other requests.</summary>
    private static JsonObject? WithoutVersionTest(JsonObject write)
    {
        if (write["body"] is not JsonArray operations || !operations.Any(IsVersionTest))
        {
            return null;
        }

        var copy = write.DeepClone().AsObject();
        copy["body"] = new JsonArray([
            .. operations.Where(operation => !IsVersionTest(operation)).Select(operation => operation?.DeepClone()),
        ]);
        return copy;

        static bool IsVersionTest(JsonNode? operation) => (string?)operation?["path"] == "/metadata/resourceVersion";
    }

    /// <summary>Whether a write is of the definition of the resource that another one writes.</summary>
    private static bool Defines(JsonObject definition, JsonObject write) =>
        ((string)definition["path"]!).Split('/') is [.., "customresourcedefinitions", var name]
        && name.Split('.', 2) is [var plural, var group]
        && ((string)write["path"]!).Split('/') is ["", "apis", var api, _, .. var rest]
        && api == group
        && rest.Contains(plural);

    private static bool IsAsSevere(JsonObject said, JsonObject expected) =>
        (string?)said["severity"] is "error" or "warning" || (string?)said["severity"] == (string?)expected["severity"];

    private static bool IsClosingLine(JsonObject diagnostic) =>
        diagnostic["urn"] is null && ((string?)diagnostic["message"])?.Trim() is "update failed" or "preview failed";

    private static string? Find(Rule rule, JsonObject expected, JsonDifference difference) =>
        (rule, difference.Path) switch
        {
            (Rule.Diagnostics, "message") when !IsClosingLine(expected) => Wording,
            (Rule.State, var path)
                when path.StartsWith("initErrors", StringComparison.Ordinal)
                    && difference is { Expected: not JsonMatch.Absent, Actual: not JsonMatch.Absent } => Wording,
            (Rule.State, "resource.created") when difference.Expected == JsonMatch.Absent => PendingSince,
            (Rule.Writes, "query.force") when IsDryRun(expected) && difference is { Expected: "\"true\"", Actual: "\"false\"" } =>
                PreviewWithoutForce,
            (Rule.Writes, "query.force") when IsDryRun(expected) && difference is { Expected: "\"false\"", Actual: "\"true\"" } =>
                PreviewOfOwnership,
            (Rule.Writes, "body.metadata.uid") when difference.Expected == JsonMatch.Absent => UidPrecondition,
            (Rule.Writes, "body.propagationPolicy")
                when difference is { Expected: "\"Foreground\"", Actual: "\"Background\"" }
                    && ((string)expected["path"]!).Split('/') is [.., var resource, _]
                    && KindsWithoutDependents.Contains(resource) => BackgroundDeletion,
            _ => null,
        };
}
