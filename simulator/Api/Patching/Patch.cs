using System.Text.Json.Nodes;

namespace Infra.Simulator.Api.Patching;

/// <summary>The type of a patch.</summary>
internal enum PatchType
{
    /// <summary>JSON patch (RFC 6902).</summary>
    Json,

    /// <summary>JSON merge patch (RFC 7386).</summary>
    Merge,

    /// <summary>Strategic merge patch: lists are merged by the merge keys of the schema.</summary>
    StrategicMerge,

    /// <summary>Server-side apply: the complete set of fields of a manager.</summary>
    Apply,
}

/// <summary>
/// A patch of a request. It is parsed only when it is applied: a patch of an object that does not exist is answered with NotFound, whatever
/// its text is.
/// </summary>
internal sealed class Patch
{
    private readonly Lazy<PatchText>? _text;
    private readonly JsonObject? _object;

    /// <summary>Creates the patch of a request's body.</summary>
    public Patch(PatchType type, byte[] body)
    {
        Type = type;
        _text = new Lazy<PatchText>(() => PatchText.Parse(type, body));
    }

    /// <summary>Creates a merge patch of a component of the cluster.</summary>
    public Patch(JsonObject merge)
    {
        Type = PatchType.Merge;
        _object = merge;
    }

    public PatchType Type { get; }

    /// <summary>The paths of the fields that the body contains more than once.</summary>
    public IReadOnlyList<string> DuplicateFields => _text?.Value.DuplicateFields ?? [];

    /// <exception cref="StatusException">The body is not a patch of its type.</exception>
    public JsonObject GetObject(FieldValidation validation) => _object ?? _text!.Value.GetObject(validation);

    /// <exception cref="StatusException">The body is not a list of operations.</exception>
    public JsonArray GetOperations(FieldValidation validation) => _text!.Value.GetOperations(validation);
}
