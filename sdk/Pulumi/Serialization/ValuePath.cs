using System.Globalization;
using System.Text;

namespace Pulumi.Serialization;

/// <summary>The path of a value within the properties, for messages.</summary>
internal sealed class ValuePath
{
    private string?[] _keys = new string?[8];
    private int[] _indices = new int[8];
    private int _depth;

    /// <summary>Restarts at a property.</summary>
    public void Restart(string property)
    {
        _depth = 0;
        Enter(property);
    }

    /// <summary>Restarts at another path.</summary>
    public void Restart(ValuePath other) => (_keys, _indices, _depth) = ([.. other._keys], [.. other._indices], other._depth);

    public void Enter(string key) => Enter(key, 0);

    public void Enter(int index) => Enter(null, index);

    public void Leave() => _depth--;

    /// <summary>For example <c>spec.containers[0].image</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        for (var i = 0; i < _depth; i++)
        {
            if (_keys[i] is not { } key)
            {
                text.Append(CultureInfo.InvariantCulture, $"[{_indices[i]}]");
            }
            else
            {
                text.Append(i == 0 ? "" : ".").Append(key);
            }
        }

        return text.ToString();
    }

    private void Enter(string? key, int index)
    {
        if (_depth == _keys.Length)
        {
            Array.Resize(ref _keys, _depth * 2);
            Array.Resize(ref _indices, _depth * 2);
        }

        (_keys[_depth], _indices[_depth]) = (key, index);
        _depth++;
    }
}
