namespace Infra.Backend.Settings.Values;

/// <summary>A string that is redacted when formatted if it was encrypted in the stack's file.</summary>
internal readonly record struct Text(string Value, bool IsSecret = false)
{
    public override string ToString() => IsSecret ? "[secret]" : Value;
}
