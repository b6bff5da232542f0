using System.Collections;
using System.Reflection;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Infra.Protocol.Values;

namespace Pulumi.Serialization;

/// <summary>Serializes values to the wire format, one after the other.</summary>
internal sealed partial class PropertySerializer(StructWriter writer, SerializerOptions options)
{
    private readonly ValuePath _path = new();
    private HashSet<Resource>? _dependencies;

    /// <summary>The resources that the last value depends on.</summary>
    public IReadOnlyCollection<Resource> Dependencies => _dependencies ?? (IReadOnlyCollection<Resource>)[];

    /// <summary>Whether any value so far is unknown.</summary>
    public bool SawUnknown { get; private set; }

    /// <summary>Serializes a single value; null if it is null.</summary>
    /// <exception cref="InvalidOperationException">The value, or one inside it, is of a type that cannot be sent.</exception>
    public static async ValueTask<Value?> ToMessageAsync(string label, object? value, SerializerOptions options)
    {
        using var writer = new StructWriter();
        var serializer = new PropertySerializer(writer, options);
        return await serializer.WriteAsync(label, value).ConfigureAwait(false) ? Value.Parser.ParseFrom(writer.ToArray()) : null;
    }

    /// <summary>Writes a value.</summary>
    /// <returns>False for null, for which nothing is written.</returns>
    /// <exception cref="InvalidOperationException">The value, or one inside it, is of a type that cannot be sent.</exception>
    public ValueTask<bool> WriteAsync(string label, object? value)
    {
        _dependencies = null;
        _path.Restart(label);
        return WriteAsync(value, options.KeepOutputValues);
    }

    private ValueTask<bool> WriteAsync(object? value, bool keepOutputValues) =>
        value switch
        {
            null => new(false),
            string text => Write(text),
            bool flag => Write(flag),
            int number => Write(number),
            double number => Write(number),
            InputArgs args => WriteObjectAsync(args.ToProperties(), keepOutputValues),
            IInput input => WriteAsync(input.Content, keepOutputValues),
            IOutput output => WriteOutputAsync(output, keepOutputValues),
            AssetOrArchive asset => WriteAssetAsync(asset),
            CustomResource resource => WriteResourceAsync(resource),
            ComponentResource component => WriteComponentAsync(component),
            IUnion union => WriteAsync(union.Value, keepOutputValues),
            JsonElement json => new(writer.WriteJson(json)),
            Task => throw Unsupported("a Task, which the engine cannot wait for: wrap it in Output.Create"),
            IDictionary dictionary => WriteObjectAsync(GetEntries(dictionary), keepOutputValues),
            IList list => WriteListAsync(list, keepOutputValues),
            ValueTuple => new(false),
            System.Enum member when member.GetTypeCode() == TypeCode.Int32 => Write((int)value),
            _ => WriteMarkedAsync(value, keepOutputValues),
        };

    private ValueTask<bool> Write(string text)
    {
        writer.WriteString(text);
        return new(true);
    }

    private ValueTask<bool> Write(bool flag)
    {
        writer.WriteBool(flag);
        return new(true);
    }

    private ValueTask<bool> Write(double number)
    {
        writer.WriteNumber(number);
        return new(true);
    }

    private async ValueTask WriteOrNullAsync(object? value, bool keepOutputValues)
    {
        if (!await WriteAsync(value, keepOutputValues).ConfigureAwait(false))
        {
            writer.WriteNull();
        }
    }

    private async ValueTask<bool> WriteListAsync(IList list, bool keepOutputValues)
    {
        var begun = writer.BeginList();
        if (!ImmutableArrays.IsDefault(list))
        {
            for (var i = 0; i < list.Count; i++)
            {
                _path.Enter(i);
                var element = writer.BeginElement();
                await WriteOrNullAsync(list[i], keepOutputValues).ConfigureAwait(false);
                writer.End(element);
                _path.Leave();
            }
        }

        writer.End(begun);
        return true;
    }

    // Null fields are omitted.
    private async ValueTask<bool> WriteObjectAsync(IEnumerable<KeyValuePair<string, object?>> entries, bool keepOutputValues)
    {
        var begun = writer.BeginStruct();
        foreach (var (key, value) in entries)
        {
            _path.Enter(key);
            var field = writer.BeginField(key);
            if (await WriteAsync(value, keepOutputValues).ConfigureAwait(false))
            {
                writer.EndField(field);
            }
            else
            {
                writer.DropField(field);
            }

            _path.Leave();
        }

        writer.End(begun);
        return true;
    }

    private async ValueTask<bool> WriteOutputAsync(IOutput output, bool keepOutputValues)
    {
        var data = await output.GetDataAsync().ConfigureAwait(false);
        if (keepOutputValues)
        {
            return await WriteOutputValueAsync(data).ConfigureAwait(false);
        }

        AddDependencies(data.Dependencies);
        if (!data.IsKnown)
        {
            SawUnknown = true;
            return await Write(UnknownSentinels.String).ConfigureAwait(false);
        }

        if (!data.IsSecret)
        {
            return await WriteAsync(data.Value, keepOutputValues: false).ConfigureAwait(false);
        }

        var secret = BeginSpecial(WellKnownSignatures.Secret);
        var field = writer.BeginField(WireFormat.ValueField);
        await WriteOrNullAsync(data.Value, keepOutputValues: false).ConfigureAwait(false);
        writer.EndField(field);
        writer.End(secret);
        return true;
    }

    private async ValueTask<bool> WriteOutputValueAsync(OutputData<object?> data)
    {
        // The content decides whether an output is written, so it is written to a separate buffer first.
        using var buffer = new StructWriter();
        var inner = new PropertySerializer(buffer, options with { KeepOutputValues = false });
        inner._path.Restart(_path);
        var hasValue = data.IsKnown && await inner.WriteAsync(data.Value, keepOutputValues: false).ConfigureAwait(false);
        inner.AddDependencies(data.Dependencies);
        AddDependencies(inner.Dependencies);
        SawUnknown |= !data.IsKnown || inner.SawUnknown;
        if (data.IsKnown && !data.IsSecret && inner.Dependencies.Count == 0)
        {
            writer.WriteEncoded(buffer.Written);
            return hasValue;
        }

        var urns = await DependencyUrns.GetAsync(inner.Dependencies).ConfigureAwait(false);
        var begun = BeginSpecial(WellKnownSignatures.OutputValue);
        if (data.IsKnown)
        {
            var field = writer.BeginField(WireFormat.ValueField);
            if (hasValue)
            {
                writer.WriteEncoded(buffer.Written);
            }
            else
            {
                writer.WriteNull();
            }

            writer.EndField(field);
        }

        if (data.IsSecret)
        {
            var field = writer.BeginField(WireFormat.SecretField);
            writer.WriteBool(true);
            writer.EndField(field);
        }

        if (urns.Count > 0)
        {
            var field = writer.BeginField(WireFormat.DependenciesField);
            await WriteListAsync(urns.Order(StringComparer.Ordinal).ToArray(), keepOutputValues: false).ConfigureAwait(false);
            writer.EndField(field);
        }

        writer.End(begun);
        return true;
    }

    private async ValueTask<bool> WriteAssetAsync(AssetOrArchive asset)
    {
        if (asset is InvalidAsset or InvalidArchive)
        {
            throw Unsupported("the stand-in for an asset or archive that a provider failed to give");
        }

        var begun = BeginSpecial(asset.Signature);
        var field = writer.BeginField(asset.Field);
        await WriteAsync(asset.Value, keepOutputValues: false).ConfigureAwait(false);
        writer.EndField(field);
        writer.End(begun);
        return true;
    }

    private ValueTask<bool> WriteMarkedAsync(object value, bool keepOutputValues)
    {
        var type = value.GetType();
        if (type.IsValueType && type.IsDefined(typeof(EnumTypeAttribute)))
        {
            return WriteAsync(EnumTypes.GetValue(value), keepOutputValues: false);
        }

        if (type.IsDefined(typeof(OutputTypeAttribute)))
        {
            return WriteObjectAsync(GetOutputFields(value), keepOutputValues);
        }

        throw Unsupported($"a {type.FullName}");
    }

    private StructWriter.Mark BeginSpecial(string signature)
    {
        var begun = writer.BeginStruct();
        var field = writer.BeginField(WellKnownSignatures.Key);
        writer.WriteString(signature);
        writer.EndField(field);
        return begun;
    }

    private void AddDependencies(IReadOnlyCollection<Resource> resources)
    {
        if (resources.Count > 0)
        {
            (_dependencies ??= []).UnionWith(resources);
        }
    }

    private static IEnumerable<KeyValuePair<string, object?>> GetOutputFields(object value) =>
        from field in value.GetType().GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
        where field.IsInitOnly
        select KeyValuePair.Create(char.ToLowerInvariant(field.Name[0]) + field.Name[1..], field.GetValue(value));

    private IEnumerable<KeyValuePair<string, object?>> GetEntries(IDictionary dictionary)
    {
        foreach (DictionaryEntry entry in dictionary)
        {
            if (entry.Key is not string key)
            {
                throw Unsupported($"a dictionary whose keys are not strings but {entry.Key.GetType().FullName}");
            }

            yield return new(key, entry.Value);
        }
    }

    private InvalidOperationException Unsupported(string what) =>
        new(
            $"{_path} is {what}, which cannot be sent. Use null, bool, int, double, string, an Int32 enum, JSON, a list or dictionary of "
                + "these, arguments, an asset or archive, a resource, or an Input or Output of any of them."
        );
}
