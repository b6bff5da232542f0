using Infra.Engine.Resources;

namespace Infra.Engine.Providers;

/// <summary>Receives the messages of a provider. Thread-safe. Messages must not contain secrets in plain text.</summary>
public interface IProviderLog
{
    /// <summary>Logs information, which is shown with the operation's result.</summary>
    void Info(Urn urn, string message);

    /// <summary>Logs a warning, which does not stop the operation.</summary>
    void Warning(Urn urn, string message);

    /// <summary>Reports what the operation is waiting for. It supersedes the resource's earlier status.</summary>
    void Status(Urn urn, string message);
}
