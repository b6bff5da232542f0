using System.Globalization;
using System.Text;
using Infra.Simulator.Cel.Values;

namespace Infra.Simulator.Cel.Functions;

/// <summary>The conversions between types.</summary>
internal static class Conversions
{
    private static readonly UTF8Encoding _strictText = new(false, throwOnInvalidBytes: true);

    public static Dictionary<string, Func<object?[], object?>> All { get; } =
        new()
        {
            ["bool"] = values => ToBool(values[0]),
            ["bytes"] = values =>
                values[0] is string text ? Encoding.UTF8.GetBytes(text) : values[0] as byte[] ?? (object)CelError.NoSuchOverload,
            ["double"] = values => ToDouble(values[0]),
            ["int"] = values => ToInteger(values[0]),
            ["uint"] = values => ToUnsigned(values[0]),
            ["string"] = values => ToText(values[0]),
            ["timestamp"] = values => ToTime(values[0]),
            ["duration"] = values => ToDuration(values[0]),
        };

    private static object ToBool(object? value) =>
        value switch
        {
            bool flag => flag,
            "1" or "t" or "T" or "true" or "TRUE" or "True" => true,
            "0" or "f" or "F" or "false" or "FALSE" or "False" => false,
            string text => Refuse(text, "bool"),
            _ => CelError.NoSuchOverload,
        };

    private static object ToDouble(object? value) =>
        value switch
        {
            double number => number,
            long whole => (double)whole,
            ulong whole => (double)whole,
            string text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                ? number
                : Refuse(text, "double"),
            _ => CelError.NoSuchOverload,
        };

    private static object ToInteger(object? value) =>
        value switch
        {
            long whole => whole,
            ulong and > long.MaxValue => CelError.IntegerOverflow,
            ulong whole => (long)whole,
            double and (<= -9223372036854775808d or >= 9223372036854775808d or double.NaN) => CelError.IntegerOverflow,
            double number => (long)number,
            DateTimeOffset time => time.ToUnixTimeSeconds(),
            CelDuration duration => duration.Nanoseconds,
            string text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
                ? whole
                : Refuse(text, "int"),
            _ => CelError.NoSuchOverload,
        };

    private static object ToUnsigned(object? value) =>
        value switch
        {
            ulong whole => whole,
            long and < 0 => CelError.UnsignedOverflow,
            long whole => (ulong)whole,
            double and (< 0 or >= 18446744073709551616d or double.NaN) => CelError.UnsignedOverflow,
            double number => (ulong)number,
            string text => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var whole)
                ? whole
                : Refuse(text, "uint"),
            _ => CelError.NoSuchOverload,
        };

    private static object ToText(object? value)
    {
        switch (value)
        {
            case byte[] bytes:
                try
                {
                    return _strictText.GetString(bytes);
                }
                catch (DecoderFallbackException)
                {
                    return new CelError("invalid UTF-8 in bytes, cannot convert to string");
                }
            case bool or long or ulong or double or string or DateTimeOffset or CelDuration or IpAddress or Cidr:
                return TextForm.Of(value);
            default:
                return CelError.NoSuchOverload;
        }
    }

    private static object ToTime(object? value) =>
        value switch
        {
            DateTimeOffset time => time,
            long seconds and >= -62135596800 and <= 253402300799 => DateTimeOffset.FromUnixTimeSeconds(seconds),
            long => new CelError("timestamp overflow"),
            string text => TimeFunctions.ParseTime(text) is { } time ? time : Refuse(text, "google.protobuf.Timestamp"),
            _ => CelError.NoSuchOverload,
        };

    private static object ToDuration(object? value) =>
        value switch
        {
            CelDuration duration => duration,
            long nanoseconds => new CelDuration(nanoseconds),
            string text => TimeFunctions.ParseDuration(text) is { } duration ? duration : Refuse(text, "google.protobuf.Duration"),
            _ => CelError.NoSuchOverload,
        };

    private static CelError Refuse(string text, string type) => new($"type conversion error from 'string' to '{type}'");
}
