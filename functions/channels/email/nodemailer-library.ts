/** Both together, so that what they share is bundled once. */
export { createTransport } from 'nodemailer';
export { default as SMTPConnection } from 'nodemailer/lib/smtp-connection';
