namespace Infra.Backend.Settings.Values;

/// <summary>A text that may have been encrypted in the stack's file; then it never shows itself.</summary>
internal readonly record struct Text(string Value, bool IsSecret = false)
{
    public override string ToString() => IsSecret ? "[secret]" : Value;
}
