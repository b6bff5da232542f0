using System.Globalization;
using System.Text.Json.Nodes;

namespace Infra.Engine.Kubernetes.Awaiting;

/// <summary>
/// The part of JSONPath that <c>kubectl wait</c> is used with: <c>.field</c>, <c>['field']</c>, <c>[0]</c>, <c>[-1]</c>, <c>[*]</c> and
/// filters <c>[?(@.type=="Ready")]</c> with == or !=, or without for mere existence.
/// </summary>
internal sealed class JsonPath
{
    private readonly IReadOnlyList<Step> _steps;

    private JsonPath(IReadOnlyList<Step> steps) => _steps = steps;

    /// <summary>Reads a path. A leading <c>$</c> is optional.</summary>
    /// <exception cref="FormatException">It is not understood.</exception>
    public static JsonPath Parse(string text) => new(new Reader(text).Read());

    /// <summary>The values at the path.</summary>
    public IEnumerable<JsonNode?> Select(JsonNode? root) =>
        _steps.Aggregate<Step, IEnumerable<JsonNode?>>([root], (nodes, step) => nodes.SelectMany(step.Select));

    private abstract record Step
    {
        public abstract IEnumerable<JsonNode?> Select(JsonNode? node);
    }

    private sealed record FieldStep(string Name) : Step
    {
        public override IEnumerable<JsonNode?> Select(JsonNode? node) =>
            node is JsonObject map && map.TryGetPropertyValue(Name, out var value) ? [value] : [];
    }

    private sealed record IndexStep(int Index) : Step
    {
        public override IEnumerable<JsonNode?> Select(JsonNode? node)
        {
            if (node is not JsonArray list)
            {
                return [];
            }

            var at = Index < 0 ? list.Count + Index : Index;
            return at >= 0 && at < list.Count ? [list[at]] : [];
        }
    }

    private sealed record AllStep : Step
    {
        public override IEnumerable<JsonNode?> Select(JsonNode? node) => node switch
        {
            JsonArray list => list,
            JsonObject map => map.Select(p => p.Value),
            _ => [],
        };
    }

    private sealed record FilterStep(JsonPath Path, bool IsNegated, string? Value) : Step
    {
        public override IEnumerable<JsonNode?> Select(JsonNode? node) => (node as JsonArray)?.Where(Holds) ?? [];

        private bool Holds(JsonNode? item)
        {
            var found = Path.Select(item).ToList();
            return Value is null ? found.Count > 0 : found.Exists(f => f?.ToString() == Value) != IsNegated;
        }
    }

    private sealed class Reader(string text)
    {
        private int _at = text.StartsWith('$') ? 1 : 0;

        public List<Step> Read()
        {
            var steps = new List<Step>();
            while (_at < text.Length)
            {
                steps.Add(text[_at] switch
                {
                    '.' => Field(),
                    '[' => Bracket(),
                    _ => throw Unexpected(),
                });
            }

            return steps;
        }

        private Step Field()
        {
            var start = ++_at;
            while (_at < text.Length && text[_at] is not ('.' or '['))
            {
                // A dot within a name is written with a backslash, as for kubectl.
                _at += text[_at] == '\\' ? 2 : 1;
            }

            _at = Math.Min(_at, text.Length);
            var name = text[start.._at].Replace("\\", "", StringComparison.Ordinal);
            return name.Length == 0 ? throw Unexpected() : name == "*" ? new AllStep() : new FieldStep(name);
        }

        private Step Bracket()
        {
            var end = text.IndexOf(text.AsSpan(_at).StartsWith("[?") ? ")]" : "]", _at, StringComparison.Ordinal);
            if (end < 0)
            {
                throw Unexpected();
            }

            var inner = text[(_at + 1)..end].Trim();
            Step step = inner.StartsWith('?') ? Filter(inner[1..].TrimStart())
                : inner == "*" ? new AllStep()
                : Unquoted(inner) is { } name ? new FieldStep(name)
                : int.TryParse(inner, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index) ? new IndexStep(index)
                : throw Unexpected();
            _at = end + (inner.StartsWith('?') ? 2 : 1);
            return step;
        }

        private FilterStep Filter(string inner)
        {
            if (!inner.StartsWith("(@", StringComparison.Ordinal))
            {
                throw Unexpected();
            }

            var condition = inner[2..];
            foreach (var comparison in new[] { "==", "!=" })
            {
                var at = condition.IndexOf(comparison, StringComparison.Ordinal);
                if (at >= 0)
                {
                    var value = condition[(at + 2)..].Trim();
                    return new FilterStep(Parse(condition[..at].Trim()), comparison == "!=", Unquoted(value) ?? value);
                }
            }

            return condition.AsSpan().IndexOfAny("<>&|") >= 0 ? throw Unexpected() : new FilterStep(Parse(condition.Trim()), false, null);
        }

        private static string? Unquoted(string value) =>
            value is ['\'' or '"', .., var last] && value.Length >= 2 && last == value[0] ? value[1..^1] : null;

        private FormatException Unexpected() =>
            new($"the JSONPath \"{text}\" is not understood at position {Math.Min(_at, text.Length) + 1}");
    }
}
