#pragma once

#include <memory>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <string>
#include <thread>
#include <unistd.h>

#include "catalog/loopback_socket.h"

// An https server on 127.0.0.1 with a certificate that nobody has signed but itself. It says one
// thing to whoever asks.
class TlsServer {
 public:
  explicit TlsServer(std::string said) : said_(std::move(said)) {
    sign();
    context_.reset(SSL_CTX_new(TLS_server_method()));
    SSL_CTX_use_certificate(context_.get(), certificate_.get());
    SSL_CTX_use_PrivateKey(context_.get(), key_.get());
    thread_ = std::thread([this] { serve(); });
  }
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;
  ~TlsServer() {
    socket_.shut();
    thread_.join();
  }

  std::string url(const std::string& target) const {
    return "https://127.0.0.1:" + std::to_string(socket_.port()) + target;
  }

  // In PEM, for those who are to trust it.
  std::string certificate() const {
    const std::unique_ptr<BIO, Free> memory(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(memory.get(), certificate_.get());
    char* text = nullptr;
    const long size = BIO_get_mem_data(memory.get(), &text);
    return {text, static_cast<std::size_t>(size)};
  }

 private:
  struct Free {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(X509_EXTENSION* extension) const { X509_EXTENSION_free(extension); }
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
    void operator()(SSL* connection) const { SSL_free(connection); }
    void operator()(BIO* memory) const { BIO_free(memory); }
  };

  void sign() {
    key_.reset(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
    certificate_.reset(X509_new());
    X509* made = certificate_.get();
    X509_set_version(made, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(made), 1);
    X509_gmtime_adj(X509_getm_notBefore(made), -3600);
    X509_gmtime_adj(X509_getm_notAfter(made), 3600);
    X509_set_pubkey(made, key_.get());
    X509_NAME_add_entry_by_txt(X509_get_subject_name(made), "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>("loopback"), -1, -1, 0);
    X509_set_issuer_name(made, X509_get_subject_name(made));
    const std::unique_ptr<X509_EXTENSION, Free> names(
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "IP:127.0.0.1"));
    X509_add_ext(made, names.get(), -1);
    X509_sign(made, key_.get(), EVP_sha256());
  }

  void serve() {
    while (true) {
      const int connection = socket_.accept();
      if (connection < 0) {
        return;
      }
      const std::unique_ptr<SSL, Free> tls(SSL_new(context_.get()));
      SSL_set_fd(tls.get(), connection);
      if (SSL_accept(tls.get()) == 1) {
        std::string asked(4096, ' ');
        SSL_read(tls.get(), asked.data(), static_cast<int>(asked.size()));
        SSL_write(tls.get(), said_.data(), static_cast<int>(said_.size()));
        SSL_shutdown(tls.get());
      }
      ::close(connection);
    }
  }

  std::string said_;
  std::unique_ptr<EVP_PKEY, Free> key_;
  std::unique_ptr<X509, Free> certificate_;
  std::unique_ptr<SSL_CTX, Free> context_;
  LoopbackSocket socket_;
  std::thread thread_;
};
