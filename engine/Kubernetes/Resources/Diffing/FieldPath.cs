using System.Globalization;
using System.Text;

namespace Infra.Engine.Kubernetes.Resources.Diffing;

/// <summary>The path of a value in a manifest, or a pattern of <see cref="ReplacementRules"/>, in which <c>*</c> is any index.</summary>
internal sealed class FieldPath
{
    private readonly FieldPath? _parent;
    private readonly string? _key;
    private readonly int _index;

    private FieldPath(FieldPath? parent, string? key, int index)
    {
        _parent = parent;
        _key = key;
        _index = index;
        Depth = parent is null ? 0 : parent.Depth + 1;
    }

    /// <summary>The path of the object itself.</summary>
    public static FieldPath Root { get; } = new(null, null, -1);

    /// <summary>The number of steps from the root.</summary>
    public int Depth { get; }

    public FieldPath Field(string key) => new(this, key, -1);

    public FieldPath Item(int index) => new(this, null, index);

    /// <summary>The segments from the root: field names, and <c>*</c> for indexes.</summary>
    public string[] ToPattern()
    {
        var steps = new string[Depth];
        for (var at = this; at._parent is not null; at = at._parent)
        {
            steps[at.Depth - 1] = at._key ?? "*";
        }

        return steps;
    }

    /// <summary>Formats the path as a property path: <c>spec.containers[0].image</c>, <c>metadata.annotations["a.b/c"]</c>.</summary>
    public override string ToString()
    {
        if (_parent is null)
        {
            return "";
        }

        var text = new StringBuilder();
        Write(text);
        return text.ToString();
    }

    private void Write(StringBuilder text)
    {
        if (_parent is null)
        {
            return;
        }

        _parent.Write(text);
        if (_key is null)
        {
            text.Append(CultureInfo.InvariantCulture, $"[{_index}]");
        }
        else if (_key.AsSpan().ContainsAny("""."[]"""))
        {
            text.Append(CultureInfo.InvariantCulture, $"[\"{_key.Replace("\"", "\\\"", StringComparison.Ordinal)}\"]");
        }
        else
        {
            text.Append(text.Length > 0 ? "." : "").Append(_key);
        }
    }
}
