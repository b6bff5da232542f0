using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Infra.Kubernetes.Patching;

/// <summary>How strict a JSON patch is applied.</summary>
public enum JsonPatchDialect
{
    /// <summary>RFC 6902.</summary>
    Standard,

    /// <summary>
    /// The API server: replacing a missing member adds it, a missing member counts as null in tests and copies, and negative indices count
    /// from the end.
    /// </summary>
    ApiServer,
}

/// <summary>JSON patch (RFC 6902).</summary>
public static class JsonPatch
{
    /// <summary>Applies the operations to <paramref name="target"/>, which changes, and returns the result.</summary>
    /// <exception cref="PatchException">An operation does not fit the object.</exception>
    public static JsonNode? Apply(JsonNode? target, IReadOnlyList<JsonPatchOperation> operations, JsonPatchDialect dialect)
    {
        ArgumentNullException.ThrowIfNull(operations);
        var root = target;
        var limits = dialect == JsonPatchDialect.ApiServer ? new JsonPatchLimits() : null;
        for (var i = 0; i < operations.Count; i++)
        {
            try
            {
                root = Apply(root, operations[i], dialect, limits);
            }
            catch (PatchException error)
            {
                throw new PatchException(error.Problem, error.Message) { Operation = i };
            }
        }

        if (limits is not null)
        {
            JsonPatchLimits.CheckDepth(root);
        }

        return root;
    }

    private static JsonNode? Apply(JsonNode? root, JsonPatchOperation operation, JsonPatchDialect dialect, JsonPatchLimits? limits)
    {
        var path = Parse(operation.Path, dialect);
        if (path.Length == 0 && dialect == JsonPatchDialect.ApiServer && !IsPossibleOnWhole(operation))
        {
            throw CreateMismatch($"'{operation.Action.ToString().ToLowerInvariant()}' is not possible on the whole object");
        }

        switch (operation.Action)
        {
            case JsonPatchAction.Add:
                return Put(root, path, operation.Value?.DeepClone(), inserts: true, dialect);
            case JsonPatchAction.Replace:
                return Put(root, path, operation.Value?.DeepClone(), inserts: false, dialect);
            case JsonPatchAction.Remove:
                Remove(root, path, dialect);
                return root;
            case JsonPatchAction.Move:
                var from = Parse(operation.From, dialect);
                if (path.Length > from.Length && path.AsSpan().StartsWith(from))
                {
                    throw CreateMismatch($"{operation.From} cannot move into itself");
                }

                return Put(root, path, Remove(root, from, dialect), inserts: true, dialect);
            case JsonPatchAction.Copy:
                var source = GetOrNull(root, ParseSource(operation.From, dialect), dialect);
                limits?.CountCopy(source);
                return Put(root, path, source?.DeepClone(), inserts: true, dialect);
            case JsonPatchAction.Test:
                return AreEqual(GetOrNull(root, path, dialect), operation.Value, dialect)
                    ? root
                    : throw CreateMismatch($"the value at '{operation.Path}' is not the expected one");
            default:
                throw new ArgumentOutOfRangeException(nameof(operation), operation.Action, "unknown action");
        }
    }

    /// <summary>The API server ignores what precedes the first slash.</summary>
    private static string[] Parse(string? pointer, JsonPatchDialect dialect)
    {
        var slash = dialect == JsonPatchDialect.ApiServer ? pointer?.IndexOf('/', StringComparison.Ordinal) ?? -1 : 0;
        return JsonPointer.TryParse(slash > 0 ? pointer![slash..] : pointer) ?? throw CreateMismatch($"'{pointer}' is not a JSON pointer");
    }

    private static string[] ParseSource(string? pointer, JsonPatchDialect dialect) =>
        Parse(pointer, dialect) is var path && (path.Length > 0 || dialect == JsonPatchDialect.Standard)
            ? path
            : throw CreateMismatch("the whole object cannot be copied");

    private static bool IsPossibleOnWhole(JsonPatchOperation operation) =>
        operation.Action == JsonPatchAction.Test
        || (operation.Action == JsonPatchAction.Replace && operation.Value is JsonObject or JsonArray);

    /// <summary>Whether values are equal. The API server compares numbers by their texts.</summary>
    private static bool AreEqual(JsonNode? one, JsonNode? other, JsonPatchDialect dialect) =>
        (one, other) switch
        {
            _ when dialect == JsonPatchDialect.Standard => JsonNode.DeepEquals(one, other),
            (JsonObject left, JsonObject right) => left.Count == right.Count
                && left.All(entry => right.TryGetPropertyValue(entry.Key, out var value) && AreEqual(entry.Value, value, dialect)),
            (JsonArray left, JsonArray right) => left.Count == right.Count
                && left.Zip(right).All(pair => AreEqual(pair.First, pair.Second, dialect)),
            (JsonValue left, JsonValue right) when left.GetValueKind() == JsonValueKind.Number => right.GetValueKind()
                == JsonValueKind.Number
                && left.ToJsonString() == right.ToJsonString(),
            _ => JsonNode.DeepEquals(one, other),
        };

    private static JsonNode? Get(JsonNode? root, ReadOnlySpan<string> path, JsonPatchDialect dialect)
    {
        var node = root;
        for (var i = 0; i < path.Length; i++)
        {
            node = node switch
            {
                JsonObject container when container.TryGetPropertyValue(path[i], out var value) => value,
                JsonArray array => array[Index(array, path[..(i + 1)], array.Count - 1, dialect)],
                _ => throw CreateMissing(path[..(i + 1)]),
            };
        }

        return node;
    }

    private static JsonNode? GetOrNull(JsonNode? root, string[] path, JsonPatchDialect dialect) =>
        dialect == JsonPatchDialect.ApiServer
        && path.Length > 0
        && Get(root, path.AsSpan(0, path.Length - 1), dialect) is JsonObject container
            ? container[path[^1]]
            : Get(root, path, dialect);

    private static JsonNode? Put(JsonNode? root, string[] path, JsonNode? value, bool inserts, JsonPatchDialect dialect)
    {
        if (path.Length == 0)
        {
            return value;
        }

        switch (Get(root, path.AsSpan(0, path.Length - 1), dialect))
        {
            case JsonObject container when inserts || dialect == JsonPatchDialect.ApiServer || container.ContainsKey(path[^1]):
                container[path[^1]] = value;
                break;
            case JsonArray array when path[^1] == JsonPointer.End && inserts:
                array.Add(value);
                break;
            case JsonArray array when inserts:
                array.Insert(Index(array, path, array.Count, dialect), value);
                break;
            case JsonArray array:
                array[Index(array, path, array.Count - 1, dialect)] = value;
                break;
            default:
                throw CreateMissing(path);
        }

        return root;
    }

    private static JsonNode? Remove(JsonNode? root, string[] path, JsonPatchDialect dialect)
    {
        if (path.Length == 0)
        {
            throw CreateMismatch("the whole object cannot be removed");
        }

        switch (Get(root, path.AsSpan(0, path.Length - 1), dialect))
        {
            case JsonObject container when container.TryGetPropertyValue(path[^1], out var value):
                container.Remove(path[^1]);
                return value;
            case JsonArray array:
                var index = Index(array, path, array.Count - 1, dialect);
                var item = array[index];
                array.RemoveAt(index);
                return item;
            default:
                throw CreateMissing(path);
        }
    }

    private static int Index(JsonArray array, ReadOnlySpan<string> path, int last, JsonPatchDialect dialect)
    {
        var (key, isLenient) = (path[^1], dialect == JsonPatchDialect.ApiServer);
        var style = isLenient ? NumberStyles.AllowLeadingSign : NumberStyles.None;
        if (!int.TryParse(key, style, CultureInfo.InvariantCulture, out var index) || (!isLenient && key.Length > 1 && key[0] == '0'))
        {
            throw CreateMismatch($"'{key}' in '{JsonPointer.Format(path.ToArray())}' is not a position in a list");
        }

        if (index < 0)
        {
            // A position to insert at counts from the end of the list with the new item.
            index += last + 1;
        }

        return index >= 0 && index <= last
            ? index
            : throw CreateMismatch($"there is no '{JsonPointer.Format(path.ToArray())}': the list has {array.Count} items");
    }

    private static PatchException CreateMissing(ReadOnlySpan<string> path) =>
        CreateMismatch($"there is no '{JsonPointer.Format(path.ToArray())}'");

    private static PatchException CreateMismatch(string message) => new(PatchProblem.Mismatch, message);
}
