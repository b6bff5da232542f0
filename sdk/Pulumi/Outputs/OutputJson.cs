using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pulumi;

/// <summary>Serializes values that contain inputs and outputs to JSON.</summary>
internal static class OutputJson
{
    public static async Task<OutputData<string>> SerializeAsync<T>(Output<T> value, JsonSerializerOptions? options)
    {
        var data = await value.Data.ConfigureAwait(false);
        if (!data.IsKnown)
        {
            return OutputData<string>.Unknown(data.IsSecret, data.Dependencies);
        }

        // Converters cannot wait: a pass that finds unresolved outputs is discarded and repeated once they are resolved.
        while (true)
        {
            var pass = new OutputJsonPass(data.IsSecret, data.Dependencies);
            var json = JsonSerializer.Serialize(data.Value, WithOutputs(options, pass));
            if (pass.Unresolved.Count == 0)
            {
                return new(pass.IsKnown ? json : "", pass.IsKnown, pass.IsSecret, pass.Dependencies);
            }

            await Task.WhenAll(pass.Unresolved).ConfigureAwait(false);
        }
    }

    public static async Task<OutputData<T>> DeserializeAsync<T>(Output<string> json, JsonSerializerOptions? options)
    {
        var data = await json.Data.ConfigureAwait(false);
        if (!data.IsKnown)
        {
            return OutputData<T>.Unknown(data.IsSecret, data.Dependencies);
        }

        var pass = new OutputJsonPass(data.IsSecret, data.Dependencies);
        var value = JsonSerializer.Deserialize<T>(data.Value, WithOutputs(options, pass));
        return new(value!, true, data.IsSecret, data.Dependencies);
    }

    private static JsonSerializerOptions WithOutputs(JsonSerializerOptions? options, OutputJsonPass pass)
    {
        var copy = options is null ? new JsonSerializerOptions() : new(options);
        copy.Converters.Add(new OutputJsonConverterFactory(pass));
        return copy;
    }
}

/// <summary>The state that one pass collects from the nested outputs.</summary>
internal sealed class OutputJsonPass(bool isSecret, ImmutableHashSet<Resource> dependencies)
{
    private readonly bool _isSecretOutside = isSecret;
    private readonly ImmutableHashSet<Resource> _dependenciesOutside = dependencies;

    public bool IsKnown { get; private set; } = true;

    public bool IsSecret { get; private set; } = isSecret;

    public ImmutableHashSet<Resource> Dependencies { get; private set; } = dependencies;

    public List<Task> Unresolved { get; } = [];

    /// <summary>Returns the value to write for an output; false if it is unresolved or has none.</summary>
    public bool TryGetValue<T>(Output<T> output, out T value)
    {
        value = default!;
        if (!output.Data.IsCompleted)
        {
            Unresolved.Add(output.Data);
            return false;
        }

#pragma warning disable RS0030 // The task has completed, so this returns its data or throws its exception without waiting.
        var data = output.Data.GetAwaiter().GetResult();
#pragma warning restore RS0030
        IsKnown &= data.IsKnown;
        IsSecret |= data.IsSecret;
        Dependencies = DependencySet.Union(Dependencies, data.Dependencies);
        value = data.Value;
        return data.IsKnown;
    }

    public Output<T> Read<T>(T value) => new(new OutputData<T>(value, true, _isSecretOutside, _dependenciesOutside));
}

internal sealed class OutputJsonConverterFactory(OutputJsonPass pass) : JsonConverterFactory
{
    private static readonly Dictionary<Type, Type> ConverterTypes = new()
    {
        [typeof(Output<>)] = typeof(OutputConverter<>),
        [typeof(Input<>)] = typeof(InputConverter<>),
        [typeof(InputList<>)] = typeof(InputListConverter<>),
        [typeof(InputMap<>)] = typeof(InputMapConverter<>),
    };

    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsGenericType && ConverterTypes.ContainsKey(typeToConvert.GetGenericTypeDefinition());

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)
            Activator.CreateInstance(
                ConverterTypes[typeToConvert.GetGenericTypeDefinition()].MakeGenericType(typeToConvert.GenericTypeArguments),
                pass
            )!;

    private static void Write<T>(Utf8JsonWriter writer, Output<T> output, OutputJsonPass pass, JsonSerializerOptions options)
    {
        if (pass.TryGetValue(output, out var value))
        {
            JsonSerializer.Serialize(writer, value, options);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    private static Output<T> Read<T>(ref Utf8JsonReader reader, OutputJsonPass pass, JsonSerializerOptions options) =>
        pass.Read(JsonSerializer.Deserialize<T>(ref reader, options)!);

    private sealed class OutputConverter<T>(OutputJsonPass pass) : JsonConverter<Output<T>>
    {
        public override Output<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Read<T>(ref reader, pass, options);

        public override void Write(Utf8JsonWriter writer, Output<T> value, JsonSerializerOptions options) =>
            OutputJsonConverterFactory.Write(writer, value, pass, options);
    }

    private sealed class InputConverter<T>(OutputJsonPass pass) : JsonConverter<Input<T>>
    {
        public override Input<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Read<T>(ref reader, pass, options);

        public override void Write(Utf8JsonWriter writer, Input<T> value, JsonSerializerOptions options) =>
            OutputJsonConverterFactory.Write(writer, value.AsOutput(), pass, options);
    }

    private sealed class InputListConverter<T>(OutputJsonPass pass) : JsonConverter<InputList<T>>
    {
        public override InputList<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Read<ImmutableArray<T>>(ref reader, pass, options);

        public override void Write(Utf8JsonWriter writer, InputList<T> value, JsonSerializerOptions options) =>
            OutputJsonConverterFactory.Write(writer, value.AsOutput(), pass, options);
    }

    private sealed class InputMapConverter<T>(OutputJsonPass pass) : JsonConverter<InputMap<T>>
    {
        public override InputMap<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Read<ImmutableDictionary<string, T>>(ref reader, pass, options);

        public override void Write(Utf8JsonWriter writer, InputMap<T> value, JsonSerializerOptions options) =>
            OutputJsonConverterFactory.Write(writer, value.AsOutput(), pass, options);
    }
}
