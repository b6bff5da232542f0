using System.Text.Json;
using System.Text.Json.Nodes;

namespace Infra.Cli.Comments;

/// <summary>An answer of a REST API.</summary>
/// <param name="Headers">Its headers by name.</param>
/// <param name="Text">Its content.</param>
internal sealed record ApiAnswer(ILookup<string, string> Headers, string Text)
{
    public string? FindHeader(string name) => Headers[name].FirstOrDefault();

    /// <summary>The text at a path of members; null where there is none.</summary>
    public string? FindText(params string[] path)
    {
        try
        {
            return path.Aggregate(JsonNode.Parse(Text), (node, member) => (node as JsonObject)?[member])?.ToString();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The objects of a list.</summary>
    /// <param name="member">The member that holds the list; null where it is the whole answer.</param>
    /// <exception cref="UsageException">The answer is something else.</exception>
    public IEnumerable<JsonObject> Items(string? member = null)
    {
        JsonNode? root;
        try
        {
            root = JsonNode.Parse(Text);
        }
        catch (JsonException)
        {
            root = null;
        }

        var list = member is null ? root : (root as JsonObject)?[member];
        return list is JsonArray items
            ? items.OfType<JsonObject>().Where(item => item["id"] is not null)
            : throw new UsageException("the answer is not a list: check that --api-url is the address of a REST API");
    }
}
