namespace Infra.Backend.Settings.Values;

/// <summary>The permissions of a file, as in <c>chmod</c>: three octal digits, optionally after a zero.</summary>
internal readonly record struct FilePermissions(int Value)
{
    private const int Digits = 3;
    private const int Bits = 3;

    public static bool TryParse(string text, out FilePermissions mode)
    {
        var digits = text.Length == Digits + 1 && text[0] == '0' ? text.AsSpan(1) : text;
        mode = default;
        if (digits.Length != Digits || digits.ContainsAnyExceptInRange('0', '7'))
        {
            return false;
        }

        var value = 0;
        foreach (var digit in digits)
        {
            value = (value << Bits) | (digit - '0');
        }

        mode = new FilePermissions(value);
        return true;
    }

    public override string ToString() => $"0{Convert.ToString(Value, 8).PadLeft(Digits, '0')}";
}
