namespace Infra.Backend.Settings.Values;

/// <summary>A string that is redacted when formatted if it was encrypted in the stack's file.</summary>
internal readonly record struct Text(string Value, bool IsSecret = false)
{
    private const string WithheldPrefix = "withheld";

    /// <summary>
    /// True for a text that stands for a secret whose passphrase is not at hand (docs/program-contract.md): it need not have the form of
    /// the
    /// secret.
    /// </summary>
    public bool IsWithheld => IsSecret && Value.StartsWith(WithheldPrefix, StringComparison.Ordinal);

    public override string ToString() => IsSecret ? "[secret]" : Value;
}
