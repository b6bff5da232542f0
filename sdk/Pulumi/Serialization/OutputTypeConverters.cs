using System.Collections.Frozen;
using System.Reflection;
using Google.Protobuf.WellKnownTypes;
using Infra.Protocol.Values;

namespace Pulumi.Serialization;

/// <summary>Reads objects into classes marked with <see cref="OutputTypeAttribute"/>.</summary>
internal sealed class OutputTypeConverter : ValueConverter
{
    private readonly System.Type _type;
    private readonly ConstructorInvoker _construct;
    private readonly Parameter[] _parameters;
    private readonly EncodedName[] _names;

    public OutputTypeConverter(System.Type type)
    {
        _type = type;
        var constructor = OutputTypes.FindConstructor(type) ?? throw OutputTypes.NotAllowed("A value", type);
        _construct = ConstructorInvoker.Create(constructor);
        _parameters = [.. constructor.GetParameters().Select(parameter => new Parameter(type, parameter))];
        _names = Array.ConvertAll(_parameters, parameter => new EncodedName(parameter.Name));
    }

    protected override object? Default => null;

    protected override string Expectation => $"an object ({_type.Name})";

    protected override bool TryConvertKnown(EncodedValue value, string context, ValueScope scope, ref object? result, ref string error)
    {
        if (value.KindCase != Value.KindOneofCase.StructValue || SpecialValue.IsResourceOrAsset(value))
        {
            return false;
        }

        var fields = value.Find(_names);
        var arguments = new object?[_parameters.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = _parameters[i].Read(fields[i], scope);
        }

        result = _construct.Invoke(arguments.AsSpan());
        return true;
    }

    // Types are recursive, so the converter of a parameter is found on first use.
    private sealed class Parameter(System.Type owner, ParameterInfo parameter)
    {
        private ValueConverter? _converter;
        private string? _context;

        public string Name { get; } = parameter.GetCustomAttribute<OutputConstructorParameterAttribute>()?.Name ?? parameter.Name!;

        public object? Read(EncodedValue? value, ValueScope scope) =>
            (_converter ??= For(parameter.ParameterType)).Convert(value, _context ??= $"{owner.FullName}({parameter.Name})", scope);
    }
}

/// <summary>Reads objects whose class a discriminator property selects.</summary>
internal sealed class DiscriminatedUnionConverter(System.Type type, string discriminator) : ValueConverter
{
    private readonly FrozenDictionary<string, System.Type> _cases = type.GetCustomAttributes<DiscriminatedUnionCaseAttribute>()
        .ToFrozenDictionary(attribute => attribute.Tag, attribute => attribute.Type, StringComparer.Ordinal);

    protected override object? Default => null;

    protected override string Expectation =>
        $"an object whose '{discriminator}' is one of {string.Join(", ", _cases.Keys.Order(StringComparer.Ordinal))}";

    protected override bool TryConvertKnown(EncodedValue value, string context, ValueScope scope, ref object? result, ref string error) =>
        value.KindCase == Value.KindOneofCase.StructValue
        && SpecialValue.Text(value, discriminator) is { } tag
        && _cases.TryGetValue(tag, out var caseType)
        && For(caseType).TryConvert(value, context, scope, out result, out error);
}
