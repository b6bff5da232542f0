using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;

namespace Pulumi.Serialization;

/// <summary>How to write values for a certain receiver.</summary>
/// <param name="KeepResources">Whether resources are written as references; as their ids and URNs otherwise.</param>
/// <param name="KeepOutputValues">Whether outputs are written with their dependencies; as their values or the unknown otherwise.</param>
/// <param name="ReferencesAreDependencies">Whether a reference to a resource counts as a dependency.</param>
internal readonly record struct SerializerOptions(
    bool KeepResources = true, bool KeepOutputValues = false, bool ReferencesAreDependencies = true);

/// <summary>Writes values as the engine reads them, one after the other.</summary>
internal sealed class PropertySerializer(SerializerOptions options)
{
    private readonly Stack<(string? Key, int Index)> _path = new();
    private HashSet<Resource>? _dependencies;

    /// <summary>The resources that the last value comes from.</summary>
    public IReadOnlyCollection<Resource> Dependencies => _dependencies ?? (IReadOnlyCollection<Resource>)[];

    /// <summary>Whether any value so far is unknown.</summary>
    public bool SawUnknown { get; private set; }

    /// <summary>Writes a value; null if it is null.</summary>
    /// <exception cref="InvalidOperationException">The value, or one inside it, is of a type that cannot be sent.</exception>
    public ValueTask<Value?> SerializeAsync(string label, object? value)
    {
        _dependencies = null;
        _path.Clear();
        _path.Push((label, 0));
        return WriteAsync(value, options.KeepOutputValues);
    }

    private ValueTask<Value?> WriteAsync(object? value, bool keepOutputValues) => value switch
    {
        null => default,
        string text => new(Value.ForString(text)),
        bool flag => new(Value.ForBool(flag)),
        int number => new(Value.ForNumber(number)),
        double number => new(Value.ForNumber(number)),
        InputArgs args => WriteObjectAsync(args.ToProperties(), keepOutputValues),
        IInput input => WriteAsync(input.Content, keepOutputValues),
        IOutput output => WriteOutputAsync(output, keepOutputValues),
        AssetOrArchive asset => WriteAssetAsync(asset),
        CustomResource resource => WriteResourceAsync(resource),
        ComponentResource component => WriteComponentAsync(component),
        IUnion union => WriteAsync(union.Value, keepOutputValues),
        JsonElement json => new(FromJson(json)),
        Task => throw Unsupported("a Task, which the engine cannot wait for: wrap it in Output.Create"),
        IDictionary dictionary => WriteObjectAsync(EntriesOf(dictionary), keepOutputValues),
        IList list => WriteListAsync(list, keepOutputValues),
        ValueTuple => default,
        System.Enum member when member.GetTypeCode() == TypeCode.Int32 => new(Value.ForNumber((int)value)),
        _ => WriteMarkedAsync(value, keepOutputValues),
    };

    private async ValueTask<Value?> WriteListAsync(IList list, bool keepOutputValues)
    {
        var values = new ListValue();
        if (!ImmutableArrays.IsDefault(list))
        {
            for (var i = 0; i < list.Count; i++)
            {
                _path.Push((null, i));
                values.Values.Add(await WriteAsync(list[i], keepOutputValues).ConfigureAwait(false) ?? Value.ForNull());
                _path.Pop();
            }
        }

        return new Value { ListValue = values };
    }

    // A field that is null is left out, as in JSON that is written with care.
    private async ValueTask<Value?> WriteObjectAsync(IEnumerable<KeyValuePair<string, object?>> entries, bool keepOutputValues)
    {
        var fields = new Struct();
        foreach (var (key, value) in entries)
        {
            _path.Push((key, 0));
            if (await WriteAsync(value, keepOutputValues).ConfigureAwait(false) is { } written)
                fields.Fields[key] = written;
            _path.Pop();
        }

        return Value.ForStruct(fields);
    }

    private async ValueTask<Value?> WriteOutputAsync(IOutput output, bool keepOutputValues)
    {
        var data = await output.GetDataAsync().ConfigureAwait(false);
        if (keepOutputValues)
            return await WriteOutputValueAsync(data).ConfigureAwait(false);
        AddDependencies(data.Dependencies);
        if (!data.IsKnown)
        {
            SawUnknown = true;
            return Value.ForString(WireFormat.Unknown);
        }

        var value = await WriteAsync(data.Value, keepOutputValues: false).ConfigureAwait(false);
        return data.IsSecret ? Special(WireFormat.SecretSignature, (WireFormat.ValueField, value ?? Value.ForNull())) : value;
    }

    private async ValueTask<Value?> WriteOutputValueAsync(OutputData<object?> data)
    {
        var inner = new PropertySerializer(options with { KeepOutputValues = false });
        foreach (var segment in _path.Reverse())
            inner._path.Push(segment);
        var value = data.IsKnown ? await inner.WriteAsync(data.Value, keepOutputValues: false).ConfigureAwait(false) : null;
        inner.AddDependencies(data.Dependencies);
        AddDependencies(inner.Dependencies);
        SawUnknown |= !data.IsKnown || inner.SawUnknown;
        if (data.IsKnown && !data.IsSecret && inner.Dependencies.Count == 0)
            return value;

        var written = Special(WireFormat.OutputValueSignature);
        if (data.IsKnown)
            written.StructValue.Fields[WireFormat.ValueField] = value ?? Value.ForNull();
        if (data.IsSecret)
            written.StructValue.Fields[WireFormat.SecretField] = Value.ForBool(true);
        var urns = await DependencyUrns.OfAsync(inner.Dependencies).ConfigureAwait(false);
        if (urns.Count > 0)
        {
            written.StructValue.Fields[WireFormat.DependenciesField] =
                Value.ForList([.. urns.Order(StringComparer.Ordinal).Select(Value.ForString)]);
        }

        return written;
    }

    private async ValueTask<Value?> WriteResourceAsync(CustomResource resource)
    {
        var serializer = SerializerFor(resource);
        if (serializer == this)
            AddDependencies([resource]);
        var id = await serializer.WriteAsync(resource.Id, keepOutputValues: false).ConfigureAwait(false);
        if (!options.KeepResources)
            return id;
        var isUnknown = id is { KindCase: Value.KindOneofCase.StringValue, StringValue: WireFormat.Unknown };
        return Special(
            WireFormat.ResourceSignature,
            (WireFormat.UrnField, await serializer.WriteAsync(resource.Urn, keepOutputValues: false).ConfigureAwait(false)),
            (WireFormat.IdField, isUnknown ? Value.ForString("") : id ?? Value.ForNull()));
    }

    // A component's own outputs are not followed: its children may well refer back to it.
    private async ValueTask<Value?> WriteComponentAsync(ComponentResource component)
    {
        var urn = await SerializerFor(component).WriteAsync(component.Urn, keepOutputValues: false).ConfigureAwait(false);
        return options.KeepResources ? Special(WireFormat.ResourceSignature, (WireFormat.UrnField, urn)) : urn;
    }

    private PropertySerializer SerializerFor(Resource resource)
    {
        if (!options.KeepResources || options.ReferencesAreDependencies)
            return this;
        var apart = new PropertySerializer(options);
        apart._path.Push((resource.GetResourceName(), 0));
        return apart;
    }

    private async ValueTask<Value?> WriteAssetAsync(AssetOrArchive asset)
    {
        if (asset is InvalidAsset or InvalidArchive)
            throw Unsupported("the stand-in for an asset or archive that a provider failed to give");
        return Special(asset.Signature, (asset.Field, await WriteAsync(asset.Value, keepOutputValues: false).ConfigureAwait(false)));
    }

    private ValueTask<Value?> WriteMarkedAsync(object value, bool keepOutputValues)
    {
        var type = value.GetType();
        if (type.IsValueType && type.IsDefined(typeof(EnumTypeAttribute)))
            return new(EnumTypes.ToValue(value));
        if (type.IsDefined(typeof(OutputTypeAttribute)))
            return WriteObjectAsync(FieldsOf(value), keepOutputValues);
        throw Unsupported($"a {type.FullName}");
    }

    private void AddDependencies(IReadOnlyCollection<Resource> resources)
    {
        if (resources.Count > 0)
            (_dependencies ??= []).UnionWith(resources);
    }

    private static IEnumerable<KeyValuePair<string, object?>> FieldsOf(object value) =>
        from field in value.GetType().GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
        where field.IsInitOnly
        select KeyValuePair.Create(char.ToLowerInvariant(field.Name[0]) + field.Name[1..], field.GetValue(value));

    private IEnumerable<KeyValuePair<string, object?>> EntriesOf(IDictionary dictionary)
    {
        foreach (DictionaryEntry entry in dictionary)
        {
            if (entry.Key is not string key)
                throw Unsupported($"a dictionary whose keys are not strings but {entry.Key.GetType().FullName}");
            yield return new(key, entry.Value);
        }
    }

    private static Value? FromJson(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => null,
        JsonValueKind.String => Value.ForString(json.GetString()),
        JsonValueKind.Number => Value.ForNumber(json.GetDouble()),
        JsonValueKind.True or JsonValueKind.False => Value.ForBool(json.GetBoolean()),
        JsonValueKind.Array => Value.ForList([.. json.EnumerateArray().Select(element => FromJson(element) ?? Value.ForNull())]),
        _ => FromJsonObject(json),
    };

    private static Value FromJsonObject(JsonElement json)
    {
        var fields = new Struct();
        foreach (var property in json.EnumerateObject())
            fields.Fields[property.Name] = FromJson(property.Value) ?? Value.ForNull();
        return Value.ForStruct(fields);
    }

    private static Value Special(string signature, params ReadOnlySpan<(string Name, Value? Value)> fields)
    {
        var special = new Struct();
        special.Fields.Add(WireFormat.SignatureKey, Value.ForString(signature));
        foreach (var (name, value) in fields)
        {
            if (value is not null)
                special.Fields.Add(name, value);
        }

        return Value.ForStruct(special);
    }

    private InvalidOperationException Unsupported(string what)
    {
        var path = new StringBuilder();
        foreach (var (key, index) in _path.Reverse())
            path.Append(key is null ? $"[{index.ToString(CultureInfo.InvariantCulture)}]" : path.Length == 0 ? key : $".{key}");
        return new InvalidOperationException(
            $"{path} is {what}, which cannot be sent. Use null, bool, int, double, string, an Int32 enum, JSON, a list or dictionary of "
            + "these, arguments, an asset or archive, a resource, or an Input or Output of any of them.");
    }
}

/// <summary>Immutable arrays that were never initialised, which throw on every use.</summary>
internal static class ImmutableArrays
{
    public static bool IsDefault(IList list) =>
        list.GetType() is { IsGenericType: true } type
        && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>)
        && list.Equals(Activator.CreateInstance(type));
}
