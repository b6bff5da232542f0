namespace Infra.Backend.Settings;

/// <summary>An error for the user to correct. Its message is shown without a stack trace.</summary>
internal abstract class ProgramException(string message) : Exception(message);
