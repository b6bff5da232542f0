using Infra.Engine.Resources;

namespace Infra.Engine.Providers;

/// <summary>Receives the messages of a provider. Thread-safe. Messages must not contain secrets in plain text.</summary>
public interface IProviderLog
{
    /// <summary>Logs what is of interest for the development of a provider only.</summary>
    void Debug(Urn urn, string message);

    /// <summary>Logs information, which is shown with the operation's result.</summary>
    void Info(Urn urn, string message);

    /// <summary>Logs a warning, which does not stop the operation.</summary>
    void Warning(Urn urn, string message);

    /// <summary>Logs an error. It does not stop the operation: the provider's answer does.</summary>
    void Error(Urn urn, string message);

    /// <summary>Reports what the operation is waiting for. It supersedes the resource's earlier status.</summary>
    void Status(Urn urn, string message);
}
