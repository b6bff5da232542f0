using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.FlowControl;

/// <summary>The priority levels and flow schemas whose specs are fixed.</summary>
internal static class MandatoryFlowControl
{
    public const string Exempt = "exempt";
    public const string CatchAll = "catch-all";

    private static readonly JsonObject _everything = Parse(
        """{"verbs":["*"],"apiGroups":["*"],"resources":["*"],"clusterScope":true,"namespaces":["*"]}"""
    );

    private static readonly Dictionary<string, JsonObject> _levels = new()
    {
        [Exempt] = Parse("""{"type":"Exempt","exempt":{"nominalConcurrencyShares":0,"lendablePercent":0}}"""),
        [CatchAll] = Parse(
            """{"type":"Limited","limited":{"nominalConcurrencyShares":5,"limitResponse":{"type":"Reject"},"lendablePercent":0}}"""
        ),
    };

    private static readonly Dictionary<string, JsonObject> _schemas = new()
    {
        [Exempt] = CreateSchema(Exempt, 1, null, "system:masters"),
        [CatchAll] = CreateSchema(CatchAll, 10_000, "ByUser", "system:unauthenticated", "system:authenticated"),
    };

    /// <summary>Finds the fixed spec of a priority level; null for other levels.</summary>
    public static JsonObject? FindLevel(string name) => _levels.GetValueOrDefault(name);

    /// <summary>Finds the fixed spec of a flow schema; null for other schemas.</summary>
    public static JsonObject? FindSchema(string name) => _schemas.GetValueOrDefault(name);

    /// <summary>Creates the spec of a flow schema that matches all requests of some groups.</summary>
    /// <param name="level">The name of the priority level.</param>
    /// <param name="precedence">The matching precedence.</param>
    /// <param name="method">How flows are distinguished; null for not at all.</param>
    /// <param name="groups">The groups of users.</param>
    public static JsonObject CreateSchema(string level, long precedence, string? method, params IEnumerable<string> groups) =>
        CreateSchema(level, precedence, method, groups.Select(CreateGroup), [_everything], isForUrls: true);

    /// <summary>Creates the spec of a flow schema.</summary>
    public static JsonObject CreateSchema(
        string level,
        long precedence,
        string? method,
        IEnumerable<JsonObject> subjects,
        IEnumerable<JsonObject> resourceRules,
        bool isForUrls
    )
    {
        var spec = new JsonObject
        {
            ["priorityLevelConfiguration"] = new JsonObject { ["name"] = level },
            ["matchingPrecedence"] = precedence,
        };
        if (method is not null)
        {
            spec["distinguisherMethod"] = new JsonObject { ["type"] = method };
        }

        var rule = new JsonObject
        {
            ["subjects"] = new JsonArray([.. subjects]),
            ["resourceRules"] = new JsonArray([.. resourceRules.Select(one => one.Clone())]),
        };
        if (isForUrls)
        {
            rule["nonResourceRules"] = new JsonArray(Parse("""{"verbs":["*"],"nonResourceURLs":["*"]}"""));
        }

        spec["rules"] = new JsonArray(rule);
        return spec;
    }

    /// <summary>The rule that matches all requests for resources.</summary>
    public static JsonObject Everything => _everything;

    private static JsonObject CreateGroup(string name) =>
        new()
        {
            ["kind"] = "Group",
            ["group"] = new JsonObject { ["name"] = name },
        };

    private static JsonObject Parse(string json) => (JsonObject)JsonNode.Parse(json)!;
}
