using System.Text.Json.Nodes;

namespace Infra.Kubernetes.Patching;

/// <summary>The API server's limits of JSON patches: copies that double a value would otherwise fill the memory.</summary>
internal sealed class JsonPatchLimits
{
    private const int MaximumDepth = 512;
    private const int MaximumCopied = 3 * 1024 * 1024;

    private int _copied;

    /// <summary>Counts a value that is copied.</summary>
    /// <exception cref="PatchException">The copies of the patch are too large, or the value is nested too deeply.</exception>
    public void CountCopy(JsonNode? value)
    {
        CheckDepth(value);
        _copied += value?.ToJsonString().Length ?? 0;
        if (_copied > MaximumCopied)
        {
            throw new PatchException(PatchProblem.Mismatch, $"the copies are larger than {MaximumCopied} bytes");
        }
    }

    /// <summary>Checks a value that operations have nested.</summary>
    /// <exception cref="PatchException">It is nested too deeply.</exception>
    public static void CheckDepth(JsonNode? value)
    {
        var open = new Stack<(JsonNode? Node, int Depth)>([(value, 1)]);
        while (open.TryPop(out var next))
        {
            if (next.Depth > MaximumDepth)
            {
                throw new PatchException(PatchProblem.Mismatch, "exceeded max depth");
            }

            IEnumerable<JsonNode?> children = next.Node switch
            {
                JsonObject container => container.Select(member => member.Value),
                JsonArray array => array,
                _ => [],
            };
            foreach (var child in children.Where(child => child is JsonObject or JsonArray))
            {
                open.Push((child, next.Depth + 1));
            }
        }
    }
}
