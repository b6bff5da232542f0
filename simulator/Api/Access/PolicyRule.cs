using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Access;

/// <summary>A rule of a role.</summary>
internal sealed record PolicyRule
{
    private const string All = "*";

    public IReadOnlyList<string> Verbs { get; init; } = [];

    public IReadOnlyList<string> ApiGroups { get; init; } = [];

    public IReadOnlyList<string> Resources { get; init; } = [];

    public IReadOnlyList<string> ResourceNames { get; init; } = [];

    public IReadOnlyList<string> NonResourceUrls { get; init; } = [];

    /// <summary>Parses the rules of a role.</summary>
    public static PolicyRule[] ParseAll(JsonObject role) =>
        [
            .. role.Objects("rules")
                .Select(rule => new PolicyRule
                {
                    Verbs = ReadTexts(rule, "verbs"),
                    ApiGroups = ReadTexts(rule, "apiGroups"),
                    Resources = ReadTexts(rule, "resources"),
                    ResourceNames = ReadTexts(rule, "resourceNames"),
                    NonResourceUrls = ReadTexts(rule, "nonResourceURLs"),
                }),
        ];

    public bool Allows(RequestAttributes request) =>
        (Verbs.Contains(All) || Verbs.Contains(request.Verb))
        && (
            request.IsResource
                ? (ApiGroups.Contains(All) || ApiGroups.Contains(request.Group))
                    && AllowsResource(request.CombinedResource, request.Subresource)
                    && (ResourceNames.Count == 0 || ResourceNames.Contains(request.Name))
                : NonResourceUrls.Any(url => url == All || MatchesUrl(url, request.Path))
        );

    /// <summary>Whether the rule allows everything that an elementary rule allows.</summary>
    /// <param name="other">A rule of one verb and one resource or URL.</param>
    public bool Covers(PolicyRule other) =>
        (Verbs.Contains(All) || other.Verbs.All(Verbs.Contains))
        && (ApiGroups.Contains(All) || other.ApiGroups.All(ApiGroups.Contains))
        && (Resources.Contains(All) || other.Resources.All(CoversResource))
        && other.NonResourceUrls.All(url => NonResourceUrls.Any(own => MatchesUrl(own, url)))
        && (ResourceNames.Count == 0 || (other.ResourceNames.Count > 0 && other.ResourceNames.All(ResourceNames.Contains)));

    /// <summary>Splits the rule into rules of one verb, one resource and one resource name.</summary>
    public IEnumerable<PolicyRule> Split()
    {
        foreach (var group in ApiGroups)
        {
            foreach (var resource in Resources)
            {
                foreach (var verb in Verbs)
                {
                    var rule = new PolicyRule
                    {
                        ApiGroups = [group],
                        Resources = [resource],
                        Verbs = [verb],
                    };
                    foreach (
                        var one in ResourceNames.Count == 0 ? [rule] : ResourceNames.Select(name => rule with { ResourceNames = [name] })
                    )
                    {
                        yield return one;
                    }
                }
            }
        }

        foreach (var url in NonResourceUrls)
        {
            foreach (var verb in Verbs)
            {
                yield return new PolicyRule { NonResourceUrls = [url], Verbs = [verb] };
            }
        }
    }

    /// <summary>The rule in the form of error messages.</summary>
    public override string ToString()
    {
        var parts = new[]
        {
            ("APIGroups", ApiGroups),
            ("Resources", Resources),
            ("NonResourceURLs", NonResourceUrls),
            ("ResourceNames", ResourceNames),
            ("Verbs", Verbs),
        };
        var texts = parts.Where(part => part.Item2.Count > 0).Select(part => $"{part.Item1}:{GoFormat.Quote(part.Item2)}");
        return $"{{{string.Join(", ", texts)}}}";
    }

    public JsonObject ToJson()
    {
        var json = new JsonObject { ["verbs"] = ToArray(Verbs) };
        AddUnlessEmpty("apiGroups", ApiGroups);
        AddUnlessEmpty("resources", Resources);
        AddUnlessEmpty("resourceNames", ResourceNames);
        AddUnlessEmpty("nonResourceURLs", NonResourceUrls);
        return json;

        void AddUnlessEmpty(string field, IReadOnlyList<string> values)
        {
            if (values.Count > 0)
            {
                json[field] = ToArray(values);
            }
        }
    }

    private static JsonArray ToArray(IEnumerable<string> values) => new([.. values.Select(value => JsonValue.Create(value))]);

    private static string[] ReadTexts(JsonObject rule, string field) =>
        [.. (rule.Array(field) ?? []).Select(item => item?.GetValue<string>() ?? "")];

    private bool AllowsResource(string combined, string subresource) =>
        Resources.Any(own => own == All || own == combined || (subresource.Length > 0 && own == $"*/{subresource}"));

    private bool CoversResource(string resource)
    {
        var slash = resource.IndexOf('/', StringComparison.Ordinal);
        return Resources.Contains(resource) || (slash >= 0 && Resources.Contains($"*{resource[slash..]}"));
    }

    private static bool MatchesUrl(string own, string url) =>
        own == url || (own.EndsWith('*') && url.StartsWith(own.TrimEnd('*'), StringComparison.Ordinal));
}
