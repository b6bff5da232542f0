using System.Text.Json.Nodes;

namespace Infra.Kubernetes.JsonPaths;

/// <summary>
/// One expression of kubectl's JSONPath: <c>.field</c>, <c>['field']</c>, <c>[0]</c>, <c>[-1]</c>, <c>[1:3]</c>, <c>[*]</c>,
/// <c>..field</c>, unions <c>[0,2]</c> and filters <c>[?(@.type=="Ready")]</c> with ==, !=, &lt;, &lt;=, &gt;, &gt;= or no operator, which
/// tests for existence. A dot within a name is escaped by a backslash, except between quotes. Templates with text, <c>range</c> or several
/// expressions are not supported.
/// </summary>
/// <remarks>
/// kubectl takes an unescaped dot between quotes for a separator, though names with dots are what the quotes are written for.
/// </remarks>
public sealed class JsonPath
{
    private readonly IReadOnlyList<JsonPathStep> _steps;

    private JsonPath(IReadOnlyList<JsonPathStep> steps) => _steps = steps;

    /// <summary>Parses an expression. Surrounding braces and a leading <c>$</c> or <c>@</c> are optional.</summary>
    /// <exception cref="FormatException">The text is not such an expression.</exception>
    public static JsonPath Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new JsonPath(JsonPathParser.Parse(text));
    }

    /// <summary>
    /// The values at the path, in document order. None where a field is missing, and where kubectl reports an error: an index out of range,
    /// a filter of something other than a list, a comparison of different types.
    /// </summary>
    public IReadOnlyList<JsonNode?> Select(JsonNode? root) => JsonPathStep.ApplyAll(_steps, [root]) ?? [];
}
