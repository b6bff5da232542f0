using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Pulumi.Serialization;

/// <summary>Arguments that a provider takes as a text of JSON.</summary>
internal static class JsonText
{
    /// <summary>The JSON of an argument, as a secret or unknown as a whole if it is one in any part.</summary>
    public static Output<string> Of(object argument) => argument switch
    {
        IInput input => input.ToOutput().UntypedApply(value => Output.Create(FormatAsync(value))),
        _ => Output.Create(FormatAsync(argument)),
    };

    private static async Task<string> FormatAsync(object? value)
    {
        var serialized = await PropertySerializer.ToMessageAsync("json", value, new(KeepResources: false)).ConfigureAwait(false) ?? Value.ForNull();
        return JsonFormatter.Default.Format(Sorted(serialized));
    }

    // The text is compared with that of the last deployment, so equal values must give equal texts.
    private static Value Sorted(Value value)
    {
        if (value.KindCase == Value.KindOneofCase.ListValue)
            return Value.ForList([.. value.ListValue.Values.Select(Sorted)]);
        if (value.KindCase != Value.KindOneofCase.StructValue)
            return value;
        var sorted = new Struct();
        foreach (var (key, element) in value.StructValue.Fields.OrderBy(field => field.Key, StringComparer.CurrentCulture))
            sorted.Fields.Add(key, Sorted(element));
        return Value.ForStruct(sorted);
    }
}
