using System.Collections;
using System.Collections.Immutable;
using System.Globalization;

namespace Infra.Tests;

/// <summary>The inputs of a resource, indexed by a path such as <c>spec.template.spec.containers[0].image</c>.</summary>
internal readonly record struct Inputs(object? Value)
{
    /// <summary>The value at a path; null if there is none. A key in quotes may contain dots.</summary>
    public object? this[string path]
    {
        get
        {
            var value = Value;
            foreach (var segment in Segments(path))
            {
                value = value switch
                {
                    IReadOnlyDictionary<string, object> map => map.GetValueOrDefault(segment),
                    IList list when int.TryParse(segment, CultureInfo.InvariantCulture, out var index) => index < list.Count
                        ? list[index]
                        : null,
                    _ => null,
                };
            }

            return value;
        }
    }

    public ImmutableDictionary<string, object> Map(string path) => Assert.IsAssignableFrom<ImmutableDictionary<string, object>>(this[path]);

    public IReadOnlyList<Inputs> List(string path) =>
        [.. Assert.IsAssignableFrom<IEnumerable>(this[path]).Cast<object>().Select(item => new Inputs(item))];

    public Inputs Container => new(this["spec.template.spec.containers[0]"]);

    private static IEnumerable<string> Segments(string path)
    {
        var quoted = path.Split('\'');
        for (var i = 0; i < quoted.Length; i++)
        {
            if (i % 2 == 1)
            {
                yield return quoted[i];
                continue;
            }

            foreach (var segment in quoted[i].Split('.', '[', ']'))
            {
                if (segment.Length > 0)
                {
                    yield return segment;
                }
            }
        }
    }
}
