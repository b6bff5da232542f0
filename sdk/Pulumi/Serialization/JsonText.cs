using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Pulumi.Serialization;

/// <summary>Serializes arguments that a provider expects as JSON text.</summary>
internal static class JsonText
{
    /// <summary>Serializes an argument to JSON, secret or unknown if any part of it is.</summary>
    public static Output<string> Create(object argument) =>
        argument switch
        {
            IInput input => input.ToOutput().UntypedApply(value => Output.Create(FormatAsync(value))),
            _ => Output.Create(FormatAsync(argument)),
        };

    private static async Task<string> FormatAsync(object? value)
    {
        var serialized = await PropertySerializer.ToMessageAsync("json", value, new(KeepResources: false)).ConfigureAwait(false);
        return JsonFormatter.Default.Format(Sort(serialized ?? Value.ForNull()));
    }

    // The engine compares the text with the last deployment's, so equal values must have equal texts.
    private static Value Sort(Value value)
    {
        if (value.KindCase == Value.KindOneofCase.ListValue)
        {
            return Value.ForList([.. value.ListValue.Values.Select(Sort)]);
        }

        if (value.KindCase != Value.KindOneofCase.StructValue)
        {
            return value;
        }

        var sorted = new Struct();
        foreach (var (key, element) in value.StructValue.Fields.OrderBy(field => field.Key, StringComparer.CurrentCulture))
        {
            sorted.Fields.Add(key, Sort(element));
        }

        return Value.ForStruct(sorted);
    }
}
