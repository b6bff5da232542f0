using System.Text.Json.Nodes;

namespace Infra.Kubernetes.JsonPaths;

/// <summary>
/// One expression of kubectl's JSONPath: <c>.field</c>, <c>['field']</c>, <c>[0]</c>, <c>[-1]</c>, <c>[1:3]</c>, <c>[*]</c>,
/// <c>..field</c>, unions <c>[0,2]</c> and filters <c>[?(@.type=="Ready")]</c> with ==, !=, &lt;, &lt;=, &gt;, &gt;= or, to test for
/// existence, without an operator. A backslash escapes a dot in a name; in quotes no escape is needed. Templates with text, <c>range</c> or
/// several expressions are not supported.
/// </summary>
/// <remarks>
/// kubectl treats an unescaped dot in quotes as a separator. This parser does not: quotes exist for names with dots.
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
    /// The values at the path, in document order. Empty if a field is missing or kubectl reports an error: an index out of range,
    /// a filter of something other than a list, a comparison of different types.
    /// </summary>
    public IReadOnlyList<JsonNode?> Select(JsonNode? root) => JsonPathStep.ApplyAll(_steps, [root]) ?? [];
}
