using System.Text.Json;

namespace Infra.Simulator.Api.InternalVersions;

/// <summary>How the value of an internal field is written.</summary>
internal enum InternalValue
{
    Text,
    Number,
    Flag,
    Quantity,
    Nullable,
    Struct,
    NullableStruct,
    StructList,
    Embedded,
}

/// <summary>A field of an internal type.</summary>
/// <param name="Name">The name in Go.</param>
/// <param name="JsonName">The name in the API.</param>
/// <param name="Value">How the value is written.</param>
/// <param name="Type">The name of the type of structs; empty for other values.</param>
/// <param name="IsOutside">Whether the API has the field in the enclosing object.</param>
internal sealed record InternalField(string Name, string JsonName, InternalValue Value, string Type, bool IsOutside);

/// <summary>The internal types by name.</summary>
internal static class InternalTypes
{
    private static readonly Lazy<Dictionary<string, IReadOnlyList<InternalField>>> _types = new(() =>
        Parse(PodTypeTable.Text, VolumeTypeTable.Text, FlowControlTypeTable.Text, DeviceTypeTable.Text)
    );

    public static IReadOnlyList<InternalField> Get(string type) => _types.Value[type];

    /// <summary>Whether a type is written as in the API.</summary>
    public static bool IsVersioned(string type) => type.StartsWith('@');

    private static Dictionary<string, IReadOnlyList<InternalField>> Parse(params ReadOnlySpan<string> tables)
    {
        var types = new Dictionary<string, List<InternalField>>();
        List<InternalField> fields = [];
        foreach (var table in tables)
        {
            foreach (var line in table.Split('\n'))
            {
                var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
                if (!line.StartsWith(' '))
                {
                    types[words[0]] = fields = [];
                    words = words[1..];
                }

                fields.AddRange(words.Select(ParseField));
            }
        }
        return types.ToDictionary(entry => entry.Key, entry => (IReadOnlyList<InternalField>)entry.Value);
    }

    private static InternalField ParseField(string word)
    {
        if (word.StartsWith('+'))
        {
            return new InternalField("", word == "+@ObjectMeta" ? "metadata" : "", InternalValue.Embedded, word[1..], false);
        }

        var isOutside = word.StartsWith('^');
        var text = isOutside ? word[1..] : word;
        var end = text.IndexOfAny(['#', '?', '%', '*', ':', '[']);
        var names = (end < 0 ? text : text[..end]).Split('=');
        var (mark, type) = end < 0 ? (' ', "") : (text[end], text[(end + 1)..]);
        return new InternalField(
            names[0],
            names.Length > 1 ? names[1] : JsonNamingPolicy.CamelCase.ConvertName(names[0][..1]) + names[0][1..],
            (mark, type.Length > 0) switch
            {
                ('#', _) => InternalValue.Number,
                ('?', _) => InternalValue.Flag,
                ('%', _) => InternalValue.Quantity,
                ('*', false) => InternalValue.Nullable,
                ('*', true) => InternalValue.NullableStruct,
                (':', _) => InternalValue.Struct,
                ('[', _) => InternalValue.StructList,
                _ => InternalValue.Text,
            },
            type,
            isOutside
        );
    }
}
