using System.Text.Json.Nodes;

namespace Infra.Simulator.Api.Access;

/// <summary>The user of a request.</summary>
internal sealed record UserInfo
{
    public const string Masters = "system:masters";
    public const string Authenticated = "system:authenticated";
    public const string Unauthenticated = "system:unauthenticated";
    public const string AnonymousName = "system:anonymous";

    public static readonly UserInfo Anonymous = new() { Name = AnonymousName, Groups = [Unauthenticated] };

    public required string Name { get; init; }

    public string Uid { get; init; } = "";

    public IReadOnlyList<string> Groups { get; init; } = [];

    public SortedDictionary<string, IReadOnlyList<string>> Extra { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Whether the user is an administrator, who is not subject to authorization.</summary>
    public bool IsMaster => Groups.Contains(Masters);

    /// <summary>Returns the user with a group added, unless it is a member already.</summary>
    public UserInfo With(string group) => Groups.Contains(group) ? this : this with { Groups = [.. Groups, group] };

    /// <summary>Converts the user to <c>UserInfo</c> of authentication.k8s.io.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject();
        if (Name.Length > 0)
        {
            json["username"] = Name;
        }

        AddDetails(json);
        return json;
    }

    /// <summary>Adds <c>uid</c>, <c>groups</c> and <c>extra</c>, except those that are empty.</summary>
    public void AddDetails(JsonObject json)
    {
        if (Uid.Length > 0)
        {
            json["uid"] = Uid;
        }

        if (Groups.Count > 0)
        {
            json["groups"] = ToArray(Groups);
        }

        if (Extra.Count > 0)
        {
            json["extra"] = new JsonObject(Extra.Select(entry => KeyValuePair.Create<string, JsonNode?>(entry.Key, ToArray(entry.Value))));
        }
    }

    private static JsonArray ToArray(IEnumerable<string> values) => new([.. values.Select(value => JsonValue.Create(value))]);
}
